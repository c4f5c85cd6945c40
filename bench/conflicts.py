"""The conflict check on a register of 10,000 parties: what it finds too much, and what it misses.

A false hit is a consultation about somebody who is not in the register for whom one is shown all
the same as possibly the same; the same name is no question of this measurement.
"""

import random
import statistics
from collections import Counter

from django.utils import timezone

from bench import party_names
from bench.frame import Figure, seconds
from bench.party_names import Firm
from consult.base.enums import PartyRole
from consult.conflicts import name_key, parties, possible
from consult.models import Consultation, KnownParty

NUMBER, ASKED, EACH = 10_000, 4_000, 400
# So short that several bear it: where more than a few do, none is shown.
WITHOUT_TRADE = {"只有地名和字号", "只有字号"}
MOST_FALSE, LEAST_FOUND, MOST_MS = 5, 90, 20  # percent, percent, milliseconds


def measure():
    """False hits for those who are not in the register, recall for each kind of shorthand."""
    lot = random.Random(20)
    drawn = party_names.Register(lot)
    register = _filled(drawn)
    yield from _false(lot, drawn, {name_key.normalise(str(one)) for one in register.values()})
    firms = [key for key, one in register.items() if isinstance(one, Firm)][:EACH]
    yield from _recall(lot, register, firms)
    persons = [key for key, one in register.items() if not isinstance(one, Firm)][:EACH]
    met = [key in _shown(lot.choice(party_names.ROLES).format(register[key])) for key in persons]
    yield Figure("找到：姓名前后带称呼", _share(met), "%", least=LEAST_FOUND)


def _filled(drawn):
    """The register, by the keys of its rows."""
    drawn = [drawn.drawn() for _ in range(NUMBER)]
    rows = [KnownParty(name=str(one), role=PartyRole.CLIENT) for one in drawn]
    parties.register_all(parties=rows)
    return {row.pk: one for row, one in zip(rows, drawn, strict=True)}


def _false(lot, drawn, known):
    """Share of strangers for whom one is shown, as they are called and as clients write them."""
    strangers = [drawn.drawn() for _ in range(ASKED)]
    strangers = [one for one in strangers if name_key.normalise(str(one)) not in known]
    yield Figure(
        "误报：写全名", _share([bool(_shown(str(one))) for one in strangers]), "%", MOST_FALSE
    )
    firms = [bool(_shown(str(one))) for one in strangers if isinstance(one, Firm)]
    yield Figure("误报：写全名，只算单位", _share(firms), "%", MOST_FALSE)
    shown, times = [], []
    for one in strangers:
        name = party_names.as_typed(lot, one)
        times.append(seconds(lambda name=name: shown.append(bool(_shown(name)))) * 1000)
    yield Figure("误报：四成单位写简称", _share(shown), "%", MOST_FALSE)
    yield Figure("查一次", statistics.median(times), "ms", MOST_MS)


def _recall(lot, register, firms):
    found, beside = {}, Counter()
    for key in firms:
        for kind, name in register[key].shortened(lot).items():
            shown = _shown(name)
            same = name_key.normalise(name) == name_key.normalise(str(register[key]))
            found.setdefault(kind, []).append(same or key in shown)
            beside[kind] += len(shown - {key})
    for kind, met in found.items():
        least = None if kind in WITHOUT_TRADE else LEAST_FOUND
        what = f"找到：{kind}（另有{beside[kind] / len(met):.2f}家）"
        yield Figure(what, _share(met), "%", least=least)


def _shown(name):
    """The parties that are shown as possibly the same as an opponent."""
    asked = Consultation(opponent=name, received_at=timezone.now())
    return {place[0] for place in possible.found(asked, possible.Short.of(asked))}


def _share(yes):
    return 100 * sum(yes) / len(yes)
