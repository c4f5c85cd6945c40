"""开张清单: real data decides, the sample counts for nothing, and it ends for good."""

import pytest
from django.utils import timezone

from articles.models import Article, State
from firm.models import Lawyer, Office, Page, SiteSettings
from firm.site.required_particulars import LICENCE
from outbox.models import Notice
from tests.factories import (
    make_article,
    make_lawyer,
    make_notice,
    make_settings,
    make_staff,
    make_superuser,
)
from website.office.start_page import onboarding, test_message

pytestmark = pytest.mark.django_db
START = "/admin/"
PUT_AWAY = "/admin/opening/put-away/"
BANNER = '<div class="missing" role="status">'
PORTRAIT = "images/ab/ab0000000000000000000000000000ab-800x1000-s160.320-w640.webp"


@pytest.fixture
def boss(client):
    client.force_login(make_superuser())
    return client


def do_all():
    """A firm that has done everything."""
    make_settings(), make_notice()
    Office.objects.create(address="云澜路1号")
    lawyer = make_lawyer(portrait=PORTRAIT)
    make_article(author=lawyer)
    Notice.objects.create(
        kind="trial", channel="mail", recipient="a@example.com", payload={},
        dedupe_key="trial:1", sent_at=timezone.now(),
    )  # fmt: skip


def done():
    return [step().done for _, step in onboarding.STEPS]


def test_nothing_is_done_on_an_empty_site(boss):
    context = boss.get(START).context
    assert [step.done for step in context["opening"]] == [False] * 5
    assert context["opening_done"] == 0


def test_everything_done_ends_it(boss):
    do_all()
    assert done() == [True] * 5
    html = boss.get(START).text
    assert "opening" not in boss.get(START).context
    assert "开张清单" not in html


def test_the_sample_firm_counts_for_nothing():
    do_all()
    for model in (SiteSettings, Lawyer, Office, Page, Article):
        model.objects.update(is_sample=True)
    assert done() == [False] * 4 + [True]


def test_it_says_which_particulars_are_still_those_of_the_sample():
    do_all()
    Lawyer.objects.update(is_sample=True)
    ((label, address),) = onboarding.particulars().parts
    assert ("示例" in label, address) == (True, "/admin/firm/lawyer/")


def test_what_is_missing_is_said_once_on_the_start_page(boss):
    html = boss.get(START).text
    assert html.count(LICENCE) == 1
    assert BANNER not in html
    assert BANNER in boss.get("/admin/firm/office/").text


def test_a_hidden_notice_is_not_done():
    do_all()
    Page.objects.update(is_published=False)
    assert not onboarding.notice().done


def test_a_draft_is_no_first_article_and_the_step_leads_to_it():
    make_article(state=State.DRAFT)
    step = onboarding.first_article()
    assert (step.done, step.address) == (False, "/admin/articles/article/?stage=draft")


def test_the_step_of_the_portrait_leads_to_a_lawyer_without_one():
    lawyer = make_lawyer()
    assert onboarding.portrait().address == f"/admin/firm/lawyer/{lawyer.pk}/change/#id_portrait"


@pytest.mark.parametrize(
    ("backend", "done"), [("smtp.EmailBackend", True), ("console.EmailBackend", False)]
)
def test_a_mail_that_was_only_printed_is_no_test(settings, backend, done):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}"
    test_message.send("a@example.com")
    assert not onboarding.test_mail().done
    Notice.objects.update(sent_at=timezone.now())
    assert onboarding.test_mail().done is done


def test_each_sees_the_steps_that_are_theirs(client):
    client.force_login(make_staff("articles.add_article"))
    (step,) = client.get(START).context["opening"]
    assert step == onboarding.first_article()
    make_article()
    assert "opening" not in client.get(START).context


def test_done_is_said_in_words_and_not_by_colour_alone(boss):
    make_article()
    html = boss.get(START).text
    assert "已完成 1/5" in html
    assert html.count('<span class="opening-state">未完成</span>') == 4
    assert html.count('<span class="opening-state">已完成</span>') == 1


def test_it_can_be_put_away_and_taken_out_again_in_the_settings(boss):
    answer = boss.post(PUT_AWAY, follow=True)
    assert onboarding.PUT_AWAY in answer.text
    assert "opening" not in boss.get(START).context
    assert 'name="opening_list"' in boss.get("/admin/firm/sitesettings/1/change/").text
    SiteSettings.objects.update(opening_list=True)
    assert "opening" in boss.get(START).context


def test_it_is_put_away_by_a_post_of_who_may_change_the_settings(client, boss):
    assert boss.get(PUT_AWAY).status_code == 405
    client.force_login(make_staff("articles.add_article"))
    assert client.post(PUT_AWAY).status_code == 403
    assert SiteSettings.load().opening_list


def test_once_all_was_done_it_does_not_come_back(boss):
    do_all()
    onboarding.settle()
    Notice.objects.all().delete()  # the ledger forgets after three months
    assert "opening" not in boss.get(START).context


def test_it_does_not_end_while_something_is_left():
    make_settings()
    onboarding.settle()
    assert SiteSettings.load().opening_list
