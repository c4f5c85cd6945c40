"""The areas of a firm: chosen from those that are shipped and its own."""

import pytest

from firm.models import PracticeArea
from firm.site import areas
from tests.factories import make_area

pytestmark = pytest.mark.django_db


def shown():
    return set(PracticeArea.objects.published().values_list("slug", flat=True))


def test_an_empty_database_offers_what_is_shipped_as_a_tree():
    offered = [area.slug for area in areas.on_offer()]
    at = offered.index("criminal")
    assert len(offered) == len(areas.shipped())
    assert offered[at : at + 4] == [
        "criminal", "criminal-charges", "criminal-procedure", "sentencing",
    ]  # fmt: skip
    assert not PracticeArea.objects.exists()


def test_what_is_ticked_exists_is_shown_and_says_nothing_for_a_firm():
    areas.choose(slugs={"labor", "medical"})
    medical = PracticeArea.objects.get(slug="medical")
    assert shown() == {"labor", "medical"}
    assert (medical.text, medical.sensitive, bool(medical.sensitive_reason)) == ("", True, True)


def test_what_is_no_longer_ticked_disappears():
    areas.choose(slugs={"labor", "medical"})
    areas.choose(slugs={"labor"})
    assert shown() == {"labor"}
    assert PracticeArea.objects.count() == 2


def test_an_area_below_another_brings_that_one_along():
    areas.choose(slugs={"sentencing"})
    assert shown() == {"criminal", "sentencing"}
    assert PracticeArea.objects.get(slug="sentencing").parent.slug == "criminal"


def test_an_area_of_ones_own_is_offered_and_the_shipped_one_of_its_name_is_not():
    make_area(name="劳动与工伤", slug="work"), make_area(name="海事海商", slug="sea")
    offered = {area.slug for area in areas.on_offer()}
    assert {"work", "sea"} <= offered
    assert "labor" not in offered


def test_choosing_keeps_ones_own_introduction():
    make_area(slug="air", text="<p>自己写的介绍。</p>")
    areas.choose(slugs={"air"})
    assert PracticeArea.objects.get(slug="air").text == "<p>自己写的介绍。</p>"
