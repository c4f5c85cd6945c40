"""The rows in which acts are counted: all that an act needs are locked and written together.

An address is kept only as a keyed hash, and for a day at most after its last act.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.utils import timezone

from consult.crypto.fields import keyed_hashes
from consult.models import Throttle

EVERYBODY = "*"
SKEW = timedelta(minutes=1)  # by which the clocks of two servers may differ
HOUSEHOLD = 64  # bits of an IPv6 address that the provider gives; the rest is the client's choice


class Rows:
    """The rows of parties in scopes, read and changed in a transaction of the caller.

    Made before that transaction begins: the keyed hashes cost, and whoever waits for a row waits
    for them too. `lock` and `write` are three statements, however many rows there are.
    """

    def __init__(self, places):
        """`places` are pairs of a scope and whom or what is counted in it."""
        self._keys = {place: kept_as(*place) for place in places}
        self._rows: dict[tuple[str, str], Throttle] = {}

    def lock(self):
        """Lock them until the transaction ends, made where they are not there; returns itself.

        In one order for all: nobody waits in a circle. Everybody's rows come last, as all wait
        for those.
        """
        now = timezone.now()
        places = sorted({(scope, key) for (scope, _), key in self._keys.items()})
        new = [Throttle(scope=scope, party=party, since=now, last=now) for scope, party in places]
        Throttle.objects.bulk_create(new, ignore_conflicts=True)
        rows = self._stored().select_for_update().order_by("-party", "scope")
        self._rows = {(row.scope, row.party): row for row in rows}
        for row in new:  # one that was tidied away between the two statements begins anew
            self._rows.setdefault((row.scope, row.party), row)
        return self

    def look(self):
        """Read them without a lock, making none; returns itself."""
        self._rows = {(row.scope, row.party): row for row in self._stored()}
        return self

    def get(self, scope, party):
        """The row of a party; None for one that was only looked for and is not there."""
        return self._rows.get((scope, self._keys[scope, party]))

    def write(self):
        """Store them as they are now."""
        fields = ["owner", "count", "since", "last"]
        rows = [
            Throttle(scope=scope, party=party, **{name: getattr(row, name) for name in fields})
            for (scope, party), row in sorted(self._rows.items())
        ]
        Throttle.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["scope", "party"], update_fields=fields
        )

    def _stored(self):
        scopes, parties = {scope for scope, _ in self._keys}, set(self._keys.values())
        return Throttle.objects.filter(scope__in=scopes, party__in=parties)


def kept_as(scope, party):
    """What is kept of a party: a keyed hash; one household is one, whatever it makes of its /64."""
    if party == EVERYBODY:
        return party
    address = _address(party)
    if address and address.version == 6 and address.ipv4_mapped is None:
        return keyed_hashes(scope, ip_network((address, HOUSEHOLD), strict=False))[0]
    return keyed_hashes(scope, getattr(address, "ipv4_mapped", None) or address or party)[0]


def network_of(party, bits):
    """The network of an IPv6 address, as a party of its own; "" for other addresses."""
    address = _address(party)
    if address is None or address.version == 4 or address.ipv4_mapped:
        return ""
    return str(ip_network((address, bits), strict=False))


def _address(party):
    try:
        return ip_address(party)
    except ValueError:
        return None


def is_within(start, period, now):
    """Whether a period that began at `start` still lasts; not when the clock was set back."""
    return -SKEW <= now - start < period
