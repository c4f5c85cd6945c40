"""An amendment that says which articles it changed spares the texts that cite the others."""

from datetime import date

import pytest

from statutes.citations import Citation
from statutes.law import table
from tests.statutes.sample_law import judged, version
from tests.statutes.shipped import rows_of

BEFORE = date(2022, 5, 1)


def cited(number, **fields):
    return Citation(0, 1, "x", "刑法", True, number, **fields)


def test_places_are_read_in_every_spelling_and_written_in_one():
    assert table.tidy_places("391，165, 133-2；165\n7") == "7、133-2、165、391"
    assert table.changed_places("") == frozenset()


@pytest.mark.parametrize("text", ["第165条", "165-", "0", "一百", "165～170", "12345"])
def test_anything_else_is_refused_by_its_words(text):
    with pytest.raises(ValueError, match=table.NO_PLACE.format(text)):
        table.changed_places(text)


def test_a_range_a_sub_number_and_a_whole_statute():
    found = table.changed_places("133-2、165")
    assert table.touches(found, cited(160, until=170))
    assert table.touches(found, cited(133, sub=2))
    assert not table.touches(found, cited(133))
    assert not table.touches(found, cited(None))


def criminal_law():
    """The law of 2021, and its amendment of 2024 of article 165."""
    start, since = date(2021, 3, 1), date(2024, 3, 1)
    version("刑法", effective_from=start, effective_to=since, article_count=452)
    return version("刑法", effective_from=since, article_count=452, changed="165")


@pytest.mark.django_db
def test_only_what_cites_a_changed_article_is_to_be_looked_at():
    criminal_law()
    assert judged("《刑法》第165条", "《刑法》第165条", BEFORE, number=165).reason == "revised"
    assert judged("《刑法》第266条", "《刑法》第266条", BEFORE, number=266) is None
    assert judged("《刑法》", "《刑法》", BEFORE, number=None) is None


@pytest.mark.django_db
def test_a_version_that_does_not_say_spares_nothing():
    """One whole revision between the check and today, and every article may be another."""
    newest = criminal_law()
    newest.effective_to = date(2025, 1, 1)
    newest.save()
    version("刑法", effective_from=date(2025, 1, 1), article_count=500)
    assert judged("《刑法》第266条", "《刑法》第266条", BEFORE, number=266).reason == "revised"


def test_the_shipped_amendments_of_criminal_law_say_what_they_changed():
    """As amendments 九 to 十二 read: the last has seven articles."""
    told = {
        row["网址名称"]: table.changed_places(row["改动的条文"])
        for row in rows_of("laws.csv")
        if row["简称"] == "刑法" and row["施行日期"] >= "2015-11-01"
    }
    assert sorted(told) == ["刑法-2015", "刑法-2017", "刑法-2020", "刑法-2023"]
    assert told["刑法-2023"] == {(n, 0) for n in (165, 166, 169, 387, 390, 391, 393)}
    assert (299, 0) in told["刑法-2017"]
    assert (133, 2) in told["刑法-2020"]
    assert all(
        (row["改动的条文"] == table.tidy_places(row["改动的条文"])) for row in rows_of("laws.csv")
    )
