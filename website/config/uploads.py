"""How much strangers may upload, in megabytes, by three variables of the environment."""

from django.core.exceptions import ImproperlyConfigured

from website.config.env import env_int

ONE_ADDRESS, UNPROVED, TOTAL = "UPLOADS_PER_ADDRESS_MB", "UPLOADS_UNPROVED_MB", "UPLOADS_TOTAL_MB"
# An hour takes half of a day's: with less not even one file of the largest size would fit.
LEAST, MOST = 40, 1_000_000


def quotas() -> tuple[int, int, int]:
    """All three, in this order; ImproperlyConfigured where one makes another pointless."""
    one_address, unproved, total = (
        env_int(name, usual, lowest=LEAST, highest=MOST)
        for name, usual in ((ONE_ADDRESS, 200), (UNPROVED, 1000), (TOTAL, 5000))
    )
    if not one_address <= unproved < total:
        told = f"{one_address}、{unproved}、{total}"
        raise ImproperlyConfigured(
            f"{ONE_ADDRESS} 不能超过 {UNPROVED}，{UNPROVED} 必须小于 {TOTAL}，现在依次是{told}。"
        )
    return one_address, unproved, total
