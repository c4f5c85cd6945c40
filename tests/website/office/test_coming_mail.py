"""Who reviews the law is told by mail of a change that is near, once for each stage."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from outbox.models import Notice
from statutes.services import recheck
from tests.consult.permissions import undone
from tests.factories import make_article, make_canned, make_lawyer, make_member, make_settings
from tests.statutes.sample_law import version
from website.office.law_review import coming_mail

pytestmark = pytest.mark.django_db
BODY = "<p>依据《商标法》第五十七条，构成侵权；又见《商标法》第六十条。</p>"


@pytest.fixture
def reviewer():
    user = make_member("律师", email="shen@example.com")
    make_lawyer(name="沈若宁", user=user)
    return user


def change_in(days):
    """A new version of 商标法 that takes effect in so many days."""
    today = timezone.localdate()
    start = today + timedelta(days=days)
    version("商标法", effective_from=today - timedelta(days=2000), effective_to=start)
    return version("商标法", effective_from=start, promulgated=today - timedelta(days=60))


def days_pass(days):
    """The re-check and the job of the day that comes so many days from today."""
    today = timezone.localdate() + timedelta(days=days)
    recheck.of_lineages(["商标法"], today=today)
    coming_mail.tell(today)


def mails():
    return list(Notice.objects.order_by("pk"))


def test_the_mail_says_which_law_and_when_and_nothing_of_the_texts(reviewer):
    make_settings()
    coming = change_in(80)
    make_article(title="商标被抢注了怎么办？", body=BODY)
    make_canned(title="机密答复", text="请看《商标法》第五十七条。")
    coming_mail.tell()
    (mail,) = mails()
    start = date_format(coming.effective_from)
    said = mail.payload["subject"] + mail.payload["body"]
    assert mail.recipient == "shen@example.com"
    assert f"《商标法》新版自{start}起施行" in said
    assert "2篇" in said
    assert "/admin/law-review/?law=%E5%95%86%E6%A0%87%E6%B3%95" in said
    for secret in ("抢注", "机密", "五十七"):
        assert secret not in said


@pytest.mark.engine
@pytest.mark.parametrize("again", [1, 2])
def test_each_stage_is_told_once(reviewer, again):
    change_in(85)
    make_article(body=BODY)
    for passed, told in ((0, 1), (1, 1), (54, 1), (55, 2), (77, 2), (78, 3), (84, 3), (85, 3)):
        for _ in range(again):
            days_pass(passed)
        assert len(mails()) == told, passed


def test_nobody_is_told_of_a_law_that_nothing_cites_or_is_settled_nor_too_early_or_late(reviewer):
    for days, number, cited in ((20, 0, ""), (20, 0, "settled"), (91, 0, "open"), (0, 0, "open"),
                                (5, 1, "open")):  # fmt: skip  # late only of what is reached
        with undone():
            change_in(days)
            if cited:
                make_article(body=BODY).citations.update(settled=cited == "settled")
            coming_mail.tell()
            assert len(mails()) == number, (days, cited)


@pytest.mark.parametrize("told", ["shen@example.com", "editor@example.com"])
def test_lawyers_who_may_decide_are_told_and_where_no_account_is_one_all_who_may(told, request):
    if told.startswith("shen"):
        request.getfixturevalue("reviewer")
        make_lawyer(user=make_member("律师", email=""))
        make_lawyer(user=make_member("律师", email="gone@example.com", is_active=False))
    change_in(20)
    make_article(body=BODY)
    make_member("编辑", email="editor@example.com")
    coming_mail.tell()
    assert [one.recipient for one in mails()] == [told]


def test_a_law_that_another_one_replaces_is_told_of_too(reviewer):
    start = timezone.localdate() + timedelta(days=7)
    code = version("生态环境法典", effective_from=start)
    version("商标法", effective_to=start, replaced_by=code)
    make_article(body=BODY)
    coming_mail.tell()
    (mail,) = mails()
    assert f"《商标法》自{date_format(start)}起废止" in mail.payload["subject"]
    assert "距该日还有7天" in mail.payload["body"]
