"""Withdrawing, sending back, giving up: asked once more, on a page that needs no script."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.admin.acts import ASKED_ACTS, ReasonForm
from articles.models import State
from articles.workflow import previews, publishing, review
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER, edited, log_in, said
from tests.factories import make_article, make_staff
from tests.sentences import of_field

pytestmark = pytest.mark.django_db


def page(article, act):
    return reverse("admin:articles_article_act", args=[article.pk, act])


@pytest.mark.parametrize("act", ["withdraw", "return"])
def test_only_publishers_may(client, act):
    article = make_article()
    assert client.post(page(article, act)).status_code == 302
    for rights in ((), WRITER):
        log_in(client, *rights)
        assert client.get(page(article, act)).status_code == 403
        assert client.post(page(article, act), {"note": "x"}).status_code == 403
    article.refresh_from_db()
    assert article.state == State.PUBLISHED


def test_withdrawing_asks_first_and_says_what_visitors_see(client):
    article = make_article()
    link = previews.make(article=article, user=None)
    log_in(client, *PUBLISHER)
    assert ASKED_ACTS["withdraw"].warning in client.get(page(article, "withdraw")).text
    article.refresh_from_db()
    assert article.state == State.PUBLISHED
    response = client.post(page(article, "withdraw"), {"note": "过时"})
    assert said(response) == f"已撤下。{review.GONE}"
    assert client.get(article.get_absolute_url()).status_code == 200  # the staff may look
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert LogEntry.objects.get().change_message == "撤下第2版。修改说明：过时"


def test_sending_back_needs_a_word_which_the_writer_then_reads(client):
    article = make_article(state=State.DRAFT)
    publishing.submit(article=edited(article), user=make_staff())
    publisher = log_in(client, *PUBLISHER)
    unsaid = client.post(page(article, "return"), {"note": ""}).text
    assert of_field(ReasonForm, "note", "required") in unsaid
    client.post(page(article, "return"), {"note": "请补上法条"})
    article.refresh_from_db()
    assert article.submitted_at is None
    change = reverse("admin:articles_article_change", args=[article.pk])
    shown = client.get(change)
    assert "：请补上法条" in shown.text
    assert shown.context["returned"].reviewer == publisher


def test_giving_up_a_change_brings_back_what_visitors_read(client):
    article = make_article(body="<p>访客看到的。</p>")
    publishing.save_draft(article=edited(article, body="<p>不要了的。</p>"), user=make_staff())
    log_in(client, *WRITER)
    client.post(page(article, "drop"))
    change = client.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert "访客看到的。" in change
    assert "不要了的。" not in change
    logged = LogEntry.objects.get().change_message
    assert logged == "恢复旧版本第3版。修改说明：放弃未发布的修改"


def test_what_somebody_did_already_is_said_and_not_done_twice(client):
    article = make_article(state=State.WITHDRAWN)
    log_in(client, *PUBLISHER)
    asked = client.get(page(article, "withdraw"))
    assert not asked.context["allowed"]
    assert "<button" not in asked.text.partition('class="editing-page"')[2].partition("</div>")[0]
    assert said(client.post(page(article, "withdraw"))) == publishing.GONE_ALREADY
    assert client.get(page(article, "nothing")).status_code == 404
