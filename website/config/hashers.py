"""How passwords of the staff are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id for a small server: one thread, 46 MiB, about 60 ms of one core.

    At least what OWASP asks (46 MiB in one pass, 19 MiB in two). Django's own takes eight threads
    and 100 MiB for each login; here `WEB_WORKERS` times two of them run at once at most
    (`website/office/login/places.py`).
    """

    time_cost = 2
    memory_cost = 46 * 1024  # KiB
    parallelism = 1
