"""What an article of law is worth, and where it stands among equals."""

from datetime import date

from statutes.base import Kind
from statutes.models import Statute
from statutes.search.indexing import BY_KIND, place_of, weight_of


def statute(**fields):
    return Statute(**{"short_name": "甲法", "kind": Kind.LAW, **fields})


def test_every_kind_has_a_weight_and_a_law_has_the_largest():
    assert set(BY_KIND) == set(Kind)
    assert max(BY_KIND.values()) == BY_KIND[Kind.LAW]


def test_the_constitution_gives_way_to_the_law_that_spells_it_out():
    assert weight_of(statute(short_name="宪法")) < weight_of(statute())


def test_kind_then_day_then_order_decide():
    new = {"effective_from": date(2025, 1, 1)}
    places = [
        place_of(statute(**new), 0),
        place_of(statute(**new), 1),
        place_of(statute(effective_from=date(2020, 1, 1)), 0),
        place_of(statute(), 0),
        place_of(statute(kind=Kind.REGULATION, **new), 0),
        place_of(statute(kind=Kind.LOCAL), 10**6),
    ]
    assert places == sorted(places, reverse=True)
    assert 0 < places[-1] < places[0] < 1 << 63


def test_two_that_begin_on_the_same_day_are_never_equal():
    places = {place_of(statute(short_name=name), 0) for name in ("甲法", "乙法", "丙法")}
    assert len(places) == 3
