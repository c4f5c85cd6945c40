"""The stations of a lawyer's practice: how they are told, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from firm.models import Milestone
from tests.factories import make_lawyer
from tests.sentences import of_constraint

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def station(lawyer, start, end=None, month=None, **fields):
    known = {"title": "律师", "place": "某律师事务所", **fields}
    return Milestone.objects.create(
        lawyer=lawyer, start_year=start, start_month=month, end_year=end, **known
    )


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((2016, None, 5), "2016年5月至今"),
        ((2010, 2016), "2010年—2016年"),
        ((2014, 2014), "2014年"),
    ],
)
def test_a_span_is_told_as_people_write_it(span, words):
    assert station(make_lawyer(), *span).when == words


def test_the_newest_stands_first():
    lawyer = make_lawyer()
    for start, month in ((2010, None), (2016, 3), (2016, 9), (2016, None)):
        station(lawyer, start, month=month)
    starts = [(one.start_year, one.start_month) for one in lawyer.milestones.all()]
    assert starts == [(2016, 9), (2016, 3), (2016, None), (2010, None)]


def test_the_year_in_which_practice_began_is_a_station_of_its_own():
    lawyer = make_lawyer(practising_since=2012)
    assert lawyer.timeline == []
    station(lawyer, 2016), station(lawyer, 2009, 2010)
    assert [row[0] for row in lawyer.timeline] == ["2016年至今", "2012年", "2009年—2010年"]
    assert lawyer.timeline[1] == ("2012年", "开始执业", "")


def test_it_is_told_once_where_a_station_began_in_that_year():
    lawyer = make_lawyer(practising_since=2012)
    station(lawyer, 2012)
    assert len(lawyer.timeline) == 1


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"end": 2009}, "firm_milestone_ends_after_start"),
        ({"month": 13}, "firm_milestone_month"),
        ({"title": ""}, "firm_milestone_has_title"),
    ],
)
def test_nonsense_is_refused_by_the_database_and_said_in_words(fields, broken):
    lawyer = make_lawyer()
    with pytest.raises(IntegrityError), transaction.atomic():
        station(lawyer, 2010, **fields)
    names = {"end": "end_year", "month": "start_month"}
    wrong = Milestone(lawyer=lawyer, start_year=2010, place="甲")
    for name, value in fields.items():
        setattr(wrong, names.get(name, name), value)
    with pytest.raises(ValidationError) as refusal:
        wrong.validate_constraints()
    assert of_constraint(Milestone, broken) in str(refusal.value)


def test_the_profile_tells_them(client):
    lawyer = make_lawyer(practising_since=2012)
    station(lawyer, 2016, month=5, title="合伙人律师", place="青石律师事务所")
    page = client.get(lawyer.get_absolute_url()).content.decode()
    for told in ("执业经历", "2016年5月至今", "合伙人律师", "青石律师事务所", "开始执业"):
        assert told in page


def test_without_stations_there_is_no_empty_heading(client):
    page = client.get(make_lawyer(practising_since=2012).get_absolute_url()).content.decode()
    for heading in ("执业经历", "教育背景", "荣誉", "简介</h2>"):
        assert heading not in page
