"""The form of an article: its buttons, what they do, what is said, and that nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from articles.admin.acts import ASKED_ACTS
from articles.admin.form import LINKS_CHANGED, MAY_NOT_PUBLISH, NOTHING_CHANGED, TOO_LONG, TOO_MANY
from articles.models import Act, Article, State
from articles.workflow import publishing, review
from tests.articles.admin.test_article import LIST, form
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_staff

pytestmark = pytest.mark.django_db
WRITER = ("articles.view_article", "articles.change_article", "articles.add_article")
PUBLISHER = (*WRITER, "articles.publish_article")
LATER = {"publish_at_0": "2099-12-01", "publish_at_1": "09:00"}


def log_in(client, *rights):
    user = make_staff(*rights)
    client.force_login(user)
    return user


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def send(client, article, button="_save", **fields):
    """Post the form of a stored article as it was opened just now."""
    stored = {"title": article.title, "area": article.area.pk, "author": article.author.pk}
    stored["version"] = publishing.newest_number(article)
    return client.post(change(article), {**form(**stored), button: "x", **fields})


def said(response):
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def edited(article, **fields):
    one = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(one, name, value)
    return one


def times(moment):
    local = timezone.localtime(moment)
    return {"publish_at_0": f"{local:%Y-%m-%d}", "publish_at_1": f"{local:%H:%M:%S}"}


def buttons(client, article):
    """The words on the buttons and links of the row below the form."""
    html = client.get(change(article)).text
    row = html[html.index("editing-buttons") :]
    row = row[: row.index("</div>")]
    return re.findall(r'value="([^"]+)"', row) + re.findall(r">([^<>\s]+)</a>", row)


def test_the_buttons_fit_who_looks_and_where_the_article_stands(client):
    draft, article = make_article(state=State.DRAFT), make_article()
    later = make_article(state=State.DRAFT, publish_at=timezone.now() + timedelta(days=1))
    log_in(client, "articles.view_article")
    draft.tags.create(name="工伤")
    assert buttons(client, draft) == ["返回列表"]
    assert "工伤" in client.get(change(draft)).text
    log_in(client, *WRITER)
    assert buttons(client, draft) == ["保存草稿", "送审"]
    user = log_in(client, *PUBLISHER)
    assert buttons(client, draft) == ["保存草稿", "送审", "发布"]
    assert "定时发布" in buttons(client, later)
    publishing.submit(article=edited(article, title="改过的标题是这样？"), user=user)
    *writing, returning, dropping = buttons(client, article)
    assert writing == list(review.act_labels(edited(article)).values())
    titles = [ASKED_ACTS[act].title for act in (review.RETURN, review.DROP)]
    assert [returning, dropping] == titles
    assert 'act/withdraw/">撤下' in client.get(change(article)).text
    make_settings(second_person=True)  # who submitted is not offered to publish
    publishing.submit(article=edited(draft), user=user)
    assert "发布" not in buttons(client, draft)


def test_saving_a_new_article_keeps_a_draft_and_stays_on_it(client):
    log_in(client, *WRITER)
    known = {"area": make_area().pk, "author": make_lawyer().pk}
    response = client.post(f"{LIST}add/", form(**known, tag_names="工伤、 劳动，工伤", note="初稿"))
    article = Article.objects.get()
    assert response.url == change(article)
    assert article.state == State.DRAFT
    assert set(article.tags.values_list("name", flat=True)) == {"工伤", "劳动"}
    assert said(response).startswith(f"已保存第1版。修改说明：初稿。{review.HIDDEN}")
    many = "、".join(f"标签{number}" for number in range(11))
    assert TOO_MANY.format(most=10, number=11) in send(client, article, tag_names=many).text
    long = send(client, article, tag_names="长" * 21).text
    assert TOO_LONG.format(name="长" * 21, number=21) in long


def test_a_change_of_a_live_article_waits_and_is_shown_in_its_form(client):
    five_days_ago = timezone.now() - timedelta(days=5)
    article = make_article(body="<p>访客看到的。</p>", publish_at=five_days_ago)
    log_in(client, *WRITER)
    response = send(client, article, body="<p>还没有发布的。</p>")
    still = review.STILL.format(review.day(article.publish_at))
    assert f"尚未发布。{still}" in said(response)
    assert "访客看到的。" in client.get(article.get_absolute_url()).text
    page = client.get(change(article)).text
    assert "还没有发布的。" in page
    assert f"/{article.pk}/compare/?to=2" in page


def test_what_visitors_see_is_told_by_the_row_and_kept_for_them(client):
    article = make_article()
    log_in(client, *PUBLISHER)
    send(client, article, **LATER)
    for page in (client.get(change(article)), send(client, article, title="", **LATER)):
        assert review.STILL.format(review.day(article.publish_at)) in page.text
        assert review.LATER.format("2099年12月1日 09:00") not in page.text
    response = send(client, article, "_publish", body="<p>写好的。</p>", **LATER)
    assert publishing.WOULD_HIDE in response.text
    assert "写好的。" in response.text
    assert Article.objects.published().exists()


def test_publishing_a_change_tells_that_visitors_see_it_and_logs_the_same(client):
    article = make_article()
    log_in(client, *PUBLISHER)
    response = send(client, article, "_publish", body="<p>新的正文。</p>", note="改了正文")
    assert said(response).startswith("已发布第2版。")
    assert review.CURRENT in said(response)
    article.refresh_from_db()
    assert article.text == "新的正文。"
    assert LogEntry.objects.get().get_change_message() == "已发布第2版。修改说明：改了正文。"
    assert article.revisions.first().act == Act.PUBLISHED


def test_saving_without_a_change_keeps_no_version(client):
    at = timezone.make_aware(timezone.datetime(2026, 11, 20, 9))
    article = make_article(title="标题没有变吗？", body="<p>甲</p><p>乙</p>", publish_at=at)
    log_in(client, *WRITER)
    response = send(client, article, body="<p>甲</p>\r\n\r\n<p>乙</p>\r\n", **times(at))
    assert NOTHING_CHANGED in said(response)
    assert article.revisions.count() == 0


@pytest.mark.parametrize(
    ("rights", "words"), [(PUBLISHER, publishing.NOT_SUBMITTED), (WRITER, MAY_NOT_PUBLISH)]
)
def test_what_is_refused_comes_back_with_every_word(client, rights, words):
    make_settings(second_person=True)
    article = make_article(state=State.DRAFT)
    log_in(client, *rights)
    response = send(client, article, "_publish", body="<p>一个字也不能丢。</p>", note="说明也在")
    assert response.status_code == 200
    for shown in (words, "一个字也不能丢。", "说明也在"):
        assert shown in response.text
    assert Article.objects.get().state == State.DRAFT


def test_a_second_editor_is_warned_and_may_save_all_the_same_unless_there_is_a_third(client):
    article = make_article(state=State.DRAFT)
    other = make_staff(last_name="孙", first_name="编审")
    publishing.save_draft(article=edited(article, title="同事写的标题呢？"), user=other)
    log_in(client, *WRITER)
    response = send(client, article, body="<p>我写的，还没存。</p>", version=1)
    for words in ("孙编审于", "存了第2版", "我写的，还没存。", "?from=1&amp;to=2", 'name="anyway"'):
        assert words in response.text
    assert article.revisions.count() == 2
    send(client, article, body="<p>我写的。</p>", version=1, anyway=2)
    assert article.revisions.count() == 3
    response = send(client, article, body="<p>又写的。</p>", version=1, anyway=2)
    assert "存了第3版" in response.text


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("<p>甲</p><p>乙</p>", "<p>甲</p>\r\n<p>乙</p>"),
        ('<p><a href="/contact/" title="甲">联系</a></p>', '<p><a href="/contact/">联系</a></p>'),
    ],
)
def test_what_a_reviewer_publishes_is_what_was_submitted_to_the_letter(client, stored, sent):
    make_settings(second_person=True)
    at = timezone.make_aware(timezone.datetime(2026, 11, 20, 9))
    article = make_article(state=State.DRAFT, body=stored, publish_at=at)
    stored = edited(article).body
    publishing.submit(article=edited(article), user=make_staff())
    log_in(client, *PUBLISHER)
    send(client, article, "_publish", body=sent, **times(at))
    article.refresh_from_db()
    assert (article.state, article.body, article.publish_at) == (State.PUBLISHED, stored, at)


def test_a_time_is_that_of_beijing_and_one_that_nobody_set_that_of_publishing(client):
    article = make_article(state=State.DRAFT)
    hour_ago = timezone.now() - timedelta(hours=1)
    Article.objects.update(created_at=hour_ago, publish_at=hour_ago)
    log_in(client, *PUBLISHER)
    send(client, article, "_publish", **times(hour_ago))
    article.refresh_from_db()
    assert timezone.now() - article.publish_at < timedelta(minutes=1)
    other = make_article(state=State.DRAFT)
    response = send(client, other, "_publish", **LATER)
    assert review.LATER.format("2099年12月1日 09:00") in said(response)
    other.refresh_from_db()
    assert other.publish_at.isoformat() == "2099-12-01T01:00:00+00:00"


def test_a_link_takes_effect_at_once_and_is_said_to(client):
    article, other = make_article(), make_article()
    log_in(client, *WRITER, "articles.add_relatedlink", "articles.view_relatedlink")
    links = {"related_links-TOTAL_FORMS": 1, "related_links-0-target": other.pk}
    response = send(client, article, **{**links, "related_links-0-order": 1})
    assert LINKS_CHANGED in said(response)
    assert other.title in client.get(article.get_absolute_url()).text


def test_deleting_a_live_article_takes_it_down_first(client, monkeypatch):
    told = []
    monkeypatch.setattr(publishing, "public_changed", lambda article: told.append(article.state))
    article = make_article()
    log_in(client, *PUBLISHER, "articles.delete_article")
    client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    assert not Article.objects.exists()
    assert told == [State.WITHDRAWN]
