"""The dated lines of a tool: what its law has become, from the machinery that warns articles."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from calculators import parameters
from calculators.formulas import TOOLS
from calculators.models import Parameter
from calculators.public import changes
from statutes.models import Statute
from statutes.services import recheck, table
from tests.factories import make_staff
from tests.statutes.sample_law import version
from website.office.law_review import coming_mail

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FEES = "诉讼费用交纳办法"


@pytest.fixture
def law():
    found = version(FEES, effective_from=date(2007, 4, 1), article_count=56)
    parameters.load()
    return found


def end(row, day, **more):
    Statute.objects.filter(pk=row.pk).update(effective_to=day, **more)
    table.refresh_statuses()
    recheck.of_lineages([row.short_name])


def users_of(name):
    figures = parameters.current()
    return {
        tool.name
        for tool in TOOLS.values()
        for one in figures.starting_with(tool.keys, TODAY)
        if one.short_name == name
    }


def test_the_end_of_an_article_warns_every_tool_that_uses_it_and_no_other(law, client):
    assert not any(changes.of(tool, TODAY) for tool in TOOLS.values())
    end(law, TODAY, status="repealed")
    warned = {tool.name for tool in TOOLS.values() if changes.of(tool, TODAY)}
    assert warned == users_of(FEES) >= {"court-fee", "court-request"}
    [line] = changes.of(TOOLS["court-fee"], TODAY)
    assert (line.day, line.is_amber, line.is_ahead) == (TODAY, True, False)
    assert line.words in client.get("/tools/court-fee/").text
    client.force_login(make_staff(is_superuser=True))
    review = client.get("/admin/law-review/").text
    assert FEES in review
    assert "/admin/calculators/parameter/" in review


def test_a_change_ahead_stands_above_the_form_and_beside_the_tool(law, client):
    start = TODAY + timedelta(days=30)
    new = version(FEES, effective_from=start, promulgated=TODAY, article_count=60)
    end(law, start, replaced_by=new)
    [line] = changes.of(TOOLS["court-fee"], TODAY)
    assert (line.day, line.is_ahead) == (start, True)
    assert line.badge in client.get("/tools/").text
    assert line.words in client.get("/tools/court-fee/").text
    assert [one.days for one in coming_mail._changes(TODAY)] == [30]


def figure(value, start, stop=None):
    return Parameter.objects.create(
        key="fee.labour", value=value, unit="元", valid_from=start, valid_to=stop, number=13,
        about="劳动争议案件", short_name=FEES,
    )  # fmt: skip


@pytest.mark.parametrize(("days", "seen", "amber"), [(89, 1, True), (-89, 1, False), (-91, 0, 0)])
def test_a_figure_whose_next_one_is_known_is_told_before_and_after(days, seen, amber):
    day = TODAY + timedelta(days=days)
    figure(10, date(2007, 4, 1), day), figure(20, day)
    found = changes.of(TOOLS["court-fee"], TODAY)
    assert len(found) == seen
    for line in found:
        assert (line.day, line.is_amber) == (day, amber)
        assert line.words.startswith("劳动争议案件由10元改为20元。")
