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


def buttons(client, article):
    """The words on the buttons and links of the row below the form."""
    html = client.get(change(article)).text
    row = html[html.index("editing-buttons") :]
    row = row[: row.index("</div>")]
    return re.findall(r'value="([^"]+)"', row) + re.findall(r">([^<>\s]+)</a>", row)


def test_who_may_only_write_is_shown_no_button_to_publish(client):
    article = make_article(state=State.DRAFT)
    log_in(client, *WRITER)
    assert buttons(client, article) == ["保存草稿", "送审"]
    log_in(client, *PUBLISHER)
    assert buttons(client, article) == ["保存草稿", "送审", "发布"]
    log_in(client, "articles.view_article")
    article.tags.create(name="工伤")
    assert buttons(client, article) == ["返回列表"]
    assert "工伤" in client.get(change(article)).text


def test_the_buttons_fit_where_the_article_stands(client):
    user = log_in(client, *PUBLISHER)
    later = make_article(state=State.DRAFT, publish_at=timezone.now() + timedelta(days=1))
    assert "定时发布" in buttons(client, later)
    article = make_article()
    publishing.submit(article=edited(article, title="改过的标题是这样？"), user=user)
    *writing, returning, dropping = buttons(client, article)
    assert writing == list(review.act_labels(edited(article)).values())
    titles = [ASKED_ACTS[act].title for act in (review.RETURN, review.DROP)]
    assert [returning, dropping] == titles
    assert 'act/withdraw/">撤下' in client.get(change(article)).text


def edited(article, **fields):
    one = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(one, name, value)
    return one


def test_saving_a_new_article_keeps_a_draft_and_stays_on_it(client):
    log_in(client, *WRITER)
    data = form(
        area=make_area().pk, author=make_lawyer().pk, tag_names="工伤、 劳动，工伤", note="初稿"
    )
    response = client.post(f"{LIST}add/", data)
    article = Article.objects.get()
    assert response.url == change(article)
    assert article.state == State.DRAFT
    assert set(article.tags.values_list("name", flat=True)) == {"工伤", "劳动"}
    assert said(response).startswith(f"已保存第1版。修改说明：初稿。{review.HIDDEN}")


def test_a_change_of_a_live_article_waits_and_is_shown_in_its_form(client):
    article = make_article(
        body="<p>访客看到的。</p>", publish_at=timezone.now() - timedelta(days=5)
    )
    log_in(client, *WRITER)
    response = send(client, article, body="<p>还没有发布的。</p>")
    still = review.STILL.format(review.day(article.publish_at))
    assert f"尚未发布。{still}" in said(response)
    assert "访客看到的。" in client.get(article.get_absolute_url()).text
    page = client.get(change(article)).text
    assert "还没有发布的。" in page
    assert f"/{article.pk}/compare/?to=2" in page


def test_what_visitors_see_is_told_by_the_row_and_not_by_what_is_typed(client):
    article = make_article()
    log_in(client, *PUBLISHER)
    later = {"publish_at_0": "2099-12-01", "publish_at_1": "09:00"}
    send(client, article, **later)
    for page in (client.get(change(article)), send(client, article, title="", **later)):
        assert review.STILL.format(review.day(article.publish_at)) in page.text
        assert review.LATER.format("2099年12月1日 09:00") not in page.text


def test_a_change_for_later_does_not_take_away_what_visitors_read(client):
    article = make_article()
    log_in(client, *PUBLISHER)
    times = {"publish_at_0": "2099-12-01", "publish_at_1": "09:00"}
    response = send(client, article, "_publish", body="<p>写好的。</p>", **times)
    assert publishing.WOULD_HIDE in response.text
    assert "写好的。" in response.text
    assert Article.objects.published().exists()


def test_publishing_a_change_tells_that_visitors_see_it(client):
    article = make_article()
    log_in(client, *PUBLISHER)
    response = send(client, article, "_publish", body="<p>新的正文。</p>")
    assert said(response).startswith(f"已发布第2版。{review.CURRENT}")
    article.refresh_from_db()
    assert article.text == "新的正文。"


def test_saving_without_a_change_keeps_no_version(client):
    article = make_article(title="标题没有变吗？", body="<p>甲</p><p>乙</p>", publish_at=at(9))
    log_in(client, *WRITER)
    times = {"publish_at_0": "2026-11-20", "publish_at_1": "09:00:00"}
    response = send(client, article, body="<p>甲</p>\r\n\r\n<p>乙</p>\r\n", **times)
    assert NOTHING_CHANGED in said(response)
    assert article.revisions.count() == 0


def at(hour):
    return timezone.make_aware(timezone.datetime(2026, 11, 20, hour))


def test_what_is_refused_comes_back_with_every_word(client):
    make_settings(second_person=True)
    article = make_article(state=State.DRAFT)
    log_in(client, *PUBLISHER)
    response = send(client, article, "_publish", body="<p>一个字也不能丢。</p>", note="说明也在")
    assert response.status_code == 200
    assert publishing.NOT_SUBMITTED in response.text
    assert "一个字也不能丢。" in response.text
    assert "说明也在" in response.text
    assert Article.objects.get().state == State.DRAFT


def test_a_button_that_was_not_shown_does_nothing(client):
    article = make_article(state=State.DRAFT)
    log_in(client, *WRITER)
    response = send(client, article, "_publish", body="<p>想直接发布。</p>")
    assert MAY_NOT_PUBLISH in response.text
    assert "想直接发布。" in response.text
    article.refresh_from_db()
    assert article.state == State.DRAFT


def test_a_second_editor_is_warned_and_nothing_is_stored(client):
    article = make_article(state=State.DRAFT)
    other = make_staff(last_name="孙", first_name="编审")
    publishing.save_draft(article=edited(article, title="同事写的标题呢？"), user=other)
    log_in(client, *WRITER)
    response = send(client, article, body="<p>我写的，还没存。</p>", version=1)
    for words in ("孙编审于", "存了第2版", "我写的，还没存。", "?from=1&amp;to=2", 'name="anyway"'):
        assert words in response.text
    assert article.revisions.count() == 2


def test_the_second_editor_may_save_all_the_same_unless_there_is_a_third(client):
    article = make_article(state=State.DRAFT)
    publishing.save_draft(article=edited(article, title="同事写的标题呢？"), user=make_staff())
    log_in(client, *WRITER)
    send(client, article, body="<p>我写的。</p>", version=1, anyway=2)
    assert article.revisions.count() == 3
    response = send(client, article, body="<p>又写的。</p>", version=1, anyway=2)
    assert "存了第3版" in response.text


def test_a_reviewer_publishes_what_was_submitted_from_the_form(client):
    make_settings(second_person=True)
    article = make_article(state=State.DRAFT, body="<p>甲</p><p>乙</p>", publish_at=at(9))
    publishing.submit(article=edited(article), user=make_staff())
    log_in(client, *PUBLISHER)
    times = {"publish_at_0": "2026-11-20", "publish_at_1": "09:00:00"}
    send(client, article, "_publish", body="<p>甲</p>\r\n<p>乙</p>", **times)
    article.refresh_from_db()
    assert (article.state, article.publish_at) == (State.PUBLISHED, at(9))


def test_what_a_reviewer_publishes_is_what_was_submitted_to_the_letter(client):
    make_settings(second_person=True)
    body = '<p><a href="/contact/" title="甲">联系</a></p>'
    article = make_article(state=State.DRAFT, body=body, publish_at=timezone.now())
    publishing.submit(article=edited(article), user=make_staff())
    log_in(client, *PUBLISHER)
    local = timezone.localtime(article.publish_at)
    times = {"publish_at_0": f"{local:%Y-%m-%d}", "publish_at_1": f"{local:%H:%M:%S}"}
    send(client, article, "_publish", body='<p><a href="/contact/">联系</a></p>', **times)
    article.refresh_from_db()
    assert (article.state, article.body.count('title="甲"')) == (State.PUBLISHED, 1)


def test_who_submitted_is_not_offered_to_publish(client):
    make_settings(second_person=True)
    article = make_article(state=State.DRAFT)
    user = log_in(client, *PUBLISHER)
    publishing.submit(article=edited(article), user=user)
    assert "发布" not in buttons(client, article)


def test_a_time_that_nobody_set_becomes_that_of_publishing(client):
    article = make_article(state=State.DRAFT)
    hour_ago = timezone.now() - timedelta(hours=1)
    Article.objects.update(created_at=hour_ago, publish_at=hour_ago)
    log_in(client, *PUBLISHER)
    local = timezone.localtime(hour_ago)
    times = {"publish_at_0": f"{local:%Y-%m-%d}", "publish_at_1": f"{local:%H:%M:%S}"}
    send(client, article, "_publish", **times)
    article.refresh_from_db()
    assert timezone.now() - article.publish_at < timedelta(minutes=1)


def test_a_time_in_beijing_is_what_the_form_means_and_says(client):
    article = make_article(state=State.DRAFT)
    log_in(client, *PUBLISHER)
    times = {"publish_at_0": "2099-12-01", "publish_at_1": "09:00"}
    response = send(client, article, "_publish", **times)
    assert review.LATER.format("2099年12月1日 09:00") in said(response)
    article.refresh_from_db()
    assert article.publish_at.isoformat() == "2099-12-01T01:00:00+00:00"


def test_too_many_or_too_long_tags_are_told(client):
    article = make_article(state=State.DRAFT)
    log_in(client, *WRITER)
    many = "、".join(f"标签{number}" for number in range(11))
    too_many = TOO_MANY.format(most=10, number=11)
    assert too_many in send(client, article, tag_names=many).text
    too_long = TOO_LONG.format(name="长" * 21, number=21)
    assert too_long in send(client, article, tag_names="长" * 21).text


def test_the_log_of_the_admin_says_the_same_in_chinese(client):
    article = make_article()
    log_in(client, *PUBLISHER)
    send(client, article, "_publish", body="<p>新的正文。</p>", note="改了正文")
    entry = LogEntry.objects.get()
    assert entry.get_change_message() == "已发布第2版。修改说明：改了正文。"
    assert article.revisions.first().act == Act.PUBLISHED


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
