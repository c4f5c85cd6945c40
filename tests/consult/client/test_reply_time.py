"""How soon an answer comes: said from real answers, and never of few."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from consult.base.enums import Conflict, State
from consult.models import Consultation
from consult.templatetags import consult_tags
from firm.site.identity import Identity
from tests.factories import make_consultation, make_lawyer, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def answered(*hours, days_ago=1, **fields):
    """Consultations that were answered so many hours after they came."""
    for spent in hours:
        at = timezone.now() - timedelta(days=days_ago)
        asked = make_consultation()[0]
        known = {"state": State.ANSWERED, "answered_at": at, **fields}
        Consultation.objects.filter(pk=asked.pk).update(
            received_at=at - timedelta(hours=spent), **known
        )


@pytest.fixture
def lawyer(db):
    return make_lawyer(user=make_staff())


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([0.5] * 5, "通常在1小时内答复"),
        ([1, 2, 3.5, 30, 50], "通常在4小时内答复"),
        ([10] * 5, "通常在半天内答复"),
        ([20] * 6, "通常在24小时内答复"),
        ([70] * 5, "通常在三天内答复"),
        ([400] * 5, ""),
        ([1] * 4, ""),  # of few
    ],
)
def test_half_of_the_answers_came_within_what_is_said(hours, words):
    answered(*hours)
    assert consult_tags.sentence() == words


def test_each_lawyer_has_a_figure_of_their_own_for_one_query(lawyer, django_assert_num_queries):
    answered(*[1] * 5, assignee=lawyer.user)
    answered(*[40] * 7, assignee=make_staff())
    with django_assert_num_queries(1):
        assert consult_tags.sentence(lawyer) == "通常在1小时内答复"
    assert consult_tags.sentence(make_lawyer()) == ""  # without an account
    assert consult_tags.sentence() == "通常在两天内答复"
    make_settings(reply_promise_hours=24)
    template = Template("{% load consult_tags %}{% usual_reply lawyer %}")
    for one, words in ((make_lawyer(), "24小时内答复"), (lawyer, "通常在1小时内答复")):
        context = {"lawyer": one, "site": Identity()}
        assert template.render(Context(context)) == words


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.QUARANTINED},
        {"conflict": Conflict.SEALED},
        {"conflict": Conflict.DECLINED, "conflict_at": timezone.now()},
        {"days_ago": 91},
    ],
)
def test_what_is_doubted_closed_off_or_long_ago_does_not_count(fields):
    answered(*[1] * 5, **fields)
    assert consult_tags.sentence() == ""
