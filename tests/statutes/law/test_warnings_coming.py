"""A law that is promulgated and not yet in force warns what cites the one before it."""

from datetime import date, timedelta

import pytest

from articles.models import Citation
from statutes.base import Level, Reason
from tests.statutes.sample_law import judged, version

pytestmark = pytest.mark.django_db

START = date(2027, 1, 1)
CITED = "《商标法》第57条"


def trade_marks(**new):
    """商标法 in force, and the version that follows it."""
    version("商标法", effective_from=date(2019, 11, 1), article_count=73)
    given = {"promulgated": date(2026, 6, 26), "effective_from": START, "article_count": 87}
    return version("商标法", **{**given, **new})


def warned(days, text=f"依据{CITED}。", **fields):
    fields.setdefault("number", 57)
    return judged(text, CITED, today=START - timedelta(days=days), day=date(2026, 1, 5), **fields)


def test_it_is_said_from_ninety_days_before_until_the_day_itself():
    coming = trade_marks()
    assert warned(91) is None
    for days in (90, 30, 1):
        found = warned(days)
        assert (found.level, found.reason) == (Level.BLUE, Reason.COMING)
        assert found.leads_to == coming
        assert found.words == "《商标法》新版自2027年1月1日起施行，届时请按新版核对条文序号和内容。"
    assert warned(0).reason == Reason.REVISED


def test_a_law_in_force_is_not_called_one_that_is_not_yet_so():
    coming = Citation(level=Level.BLUE, reason=Reason.COMING)
    assert coming.level_words == "即将变动"
    future = Citation(level=Level.BLUE, reason=Reason.FUTURE)
    assert future.level_words == Level.BLUE.label


def test_a_law_that_will_be_replaced_is_warned_of_too():
    code = version("生态环境法典", effective_from=START, promulgated=date(2026, 3, 12))
    version("商标法", effective_from=date(2019, 11, 1), effective_to=START, replaced_by=code)
    found = warned(30)
    assert (found.reason, found.leads_to) == (Reason.COMING, code)
    assert found.words == (
        "《商标法》自2027年1月1日起废止，由《生态环境法典》取代，届时请按新法核对。"
    )


@pytest.mark.parametrize(
    ("text", "changed"),
    [(f"依据{CITED}，新版自2027年1月1日起施行。", ""), (f"依据{CITED}。", "58、60")],
)
def test_nothing_is_said_where_the_text_knows_or_the_article_stays(text, changed):
    trade_marks(changed=changed)
    assert warned(30, text) is None


def test_a_confirmed_warning_stays_so_as_the_day_draws_near():
    trade_marks()
    assert warned(90).fingerprint == warned(7).fingerprint
