"""The form of an article: what it stores and says, its buttons, and that nothing is lost."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin import form as admin_form
from articles.admin import panels
from articles.admin.acts import ASKED_ACTS
from articles.admin.form import MAY_NOT_PUBLISH, NOTHING_CHANGED
from articles.admin.links import SEVERAL, UNKNOWN, ArticleField
from articles.models import Act, Article, RelatedLink, State
from articles.workflow import publishing, review
from firm.models.practice import NOT_YET
from tests.articles.workflow.test_publishing import changed as edited
from tests.factories import (
    make_area,
    make_article,
    make_groups,
    make_lawyer,
    make_member,
    make_settings,
    make_staff,
    make_superuser,
)
from tests.screen import Screen, browser
from tests.sentences import of_constraint

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/admin/articles/article/"
QUERIES = 21  # of the page of an article


def form(article=None, **fields):
    now = {"publish_at_0": "2026-11-01", "publish_at_1": "09:00"}
    links = {f"related_links-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    known = {"title": "工伤认定要多久才有结果？", "body": "<p>看情况。</p>"}
    return {**known, "source_kind": "original", **now, **links, **fields}


def address(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def shown_in(article):
    return Screen.at(browser(make_superuser()), address(article)).soup


def test_list_and_form_cost_the_same_however_much_there_is(
    office, django_assert_max_num_queries, django_assert_num_queries
):
    article = make_article()
    for _ in range(3):
        RelatedLink.objects.create(article=article, target=make_article())
    office.get(address(article))  # a process reads kinds of content and the table of statutes once
    with django_assert_max_num_queries(20):
        office.get(LIST)
    with django_assert_num_queries(QUERIES + 3):  # the box of a link asks for its article
        office.get(address(article))


def test_an_article_is_added_cleaned_and_published(office):
    body, title = "<p onclick=x>好<script>1</script></p>", "押金不退\r\n 怎么办？"
    data = form(area=make_area().pk, author=make_lawyer().pk, body=body, title=title)
    assert office.post(f"{LIST}add/", {**data, "_publish": "发布"}).status_code == 302
    article = Article.objects.get()
    assert (article.body, article.is_public) == ("<p>好</p>", True)
    assert article.title == "押金不退 怎么办？"  # typed on two lines
    data = form(area=article.area.pk, author=article.author.pk, body="<p>新的正文。</p>")
    data |= {"_publish": "发布修改", "version": 1}
    assert office.post(address(article), data).status_code == 302
    article.refresh_from_db()
    assert article.text == "新的正文。"


def test_a_new_article_that_is_refused_is_not_stored_and_comes_back(client):
    client.force_login(make_staff("articles.add_article"))
    data = form(area=make_area().pk, author=make_lawyer().pk, body="<p>想直接发布。</p>")
    response = client.post(f"{LIST}add/", {**data, "_publish": "发布"})
    assert MAY_NOT_PUBLISH in response.text
    assert "想直接发布。" in response.text
    assert not Article.objects.exists()


@pytest.mark.parametrize("name", admin_form.TIMES)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_refused(office, name, day):
    article = make_article(state=State.DRAFT)
    time = {f"{name}_0": day, f"{name}_1": "00:00"}
    assert admin_form.WRONG_YEAR in send(office, article, **time).text


# Panels: what they say while folded, and when they are open

NAMES = ["检查", "发布", "核对", "来源", "修改说明", "相关链接"]


def shown(soup):
    """What each panel says, and the names of those that are open."""
    found = soup.find_all("details", class_="panel")
    said = {one.h2.get_text(): one.find(class_="sum").get_text() for one in found}
    return said, [one.h2.get_text() for one in found if one.has_attr("open")]


def test_every_panel_is_folded_and_has_something_to_say():
    page = shown_in(make_article())
    told, opened = shown(page)
    assert list(told) == NAMES
    assert all(told.values())
    assert opened == []
    assert (told["核对"], told["相关链接"]) == ("未核对", panels.BY_ITSELF)
    # Enter in a field saves a draft and opens no preview.
    buttons = page.find(id="article_form").select("button:not([type=button]), [type=submit]")
    assert buttons[0]["name"] == "_save"


def test_a_panel_with_an_error_is_open_and_says_that_it_is_not_saved(office):
    response = office.post(f"{LIST}add/", form(checked_on="2026-13-01"))
    told, opened = shown(BeautifulSoup(response.text, "html.parser"))
    assert opened == ["核对"]
    assert told["核对"] == panels.UNSAVED
    assert told["来源"] == "原创"


# Further reading that an editor picks, in rows of the form


@pytest.fixture
def other():
    return make_article(title="第一次咨询律师前，要准备什么？")


def pick(client, article, **row):
    """Save the form with one row; `id` is the row that was there."""
    known = int("id" in row)
    rows = {f"related_links-0-{name}": value for name, value in {"order": 1, **row}.items()}
    rows |= {"related_links-TOTAL_FORMS": 1, "related_links-INITIAL_FORMS": known}
    return send(client, article, **rows, **{"related_links-0-article": article.pk})


def targets(article):
    return [link.target for link in article.related_links.all()]


def test_an_article_is_named_by_number_address_or_title_or_it_is_said_that_none_is(other):
    field, year = ArticleField(Article.objects.all()), make_article(title="2025年的标准怎么算？")
    ways = ("{0.pk}", "{0.pk} {0.title}", "/articles/{0.pk}/", "{0.title}")
    for words in (*ways, "https://example.com/articles/{0.pk}/"):
        assert field.clean(words.format(other)) == other
    assert field.clean(year.title) == year
    make_article(title=other.title)
    with pytest.raises(ValidationError, match=SEVERAL):
        field.clean(other.title)
    for words in ("99999999", "没有这个标题", "9" * 40, "没有\x00这个标题", "１２", "2025年"):
        with pytest.raises(ValidationError, match=f"{UNKNOWN}|不允许"):
            field.clean(words)


def test_a_row_is_stored_or_comes_back_with_what_was_typed(office, other):
    article = make_article()
    assert UNKNOWN in pick(office, article, target="没有这个标题").text
    response = pick(office, article, url="https://www.court.gov.cn/")
    assert of_constraint(RelatedLink, "articles_link_one_target") in response.text
    assert not targets(article)
    assert pick(office, article, target=f"/articles/{other.pk}/").status_code == 302
    assert targets(article) == [other]


def test_a_row_that_was_emptied_is_taken_away_by_who_may_and_others_stay(office, other):
    article = make_article()
    link = RelatedLink.objects.create(article=article, target=other, order=7)
    Screen.at(browser(make_superuser()), address(article)).press("保存草稿")
    assert RelatedLink.objects.get() == link
    assert RelatedLink.objects.get().order == 7
    rights = ["articles.change_article", "articles.view_relatedlink", "articles.change_relatedlink"]
    clerk = Client()
    clerk.force_login(make_staff(*rights))
    pick(clerk, article, id=link.pk, target="")
    assert targets(article) == [other]
    article.revisions.all().delete()
    assert pick(office, article, id=link.pk, target="").status_code == 302
    assert targets(article) == []


# “核对律师”: nobody says of another lawyer that they have checked an article

BEFORE, NOW = date(2026, 3, 5), date(2026, 11, 1)


@pytest.fixture
def shen():
    return make_lawyer(name="沈若宁")


@pytest.fixture
def own(client):
    """A lawyer who is logged in and edits articles."""
    user = make_member("律师")
    user.groups.add(make_groups()["编辑"])
    client.force_login(user)
    return make_lawyer(name="林致远", user=user)


def check(client, article, **fields):
    """The form as it stands, with some fields changed."""
    stored = {"checked_on": article.checked_on or "", "checked_by": article.checked_by_id or ""}
    return send(client, article, **(stored | fields))


def kept(article):
    """The check that the newest version tells of."""
    content = article.revisions.latest("number").content
    return content["checked_on"], content["checked_by"]


def test_a_lawyer_says_it_of_oneself_and_is_offered_nobody_else(client, own, shen):
    article = make_article()
    html = client.get(address(article)).text
    box = html.partition('name="checked_by"')[2].partition("</select>")[0]
    assert ("林致远" in box, "沈若宁" in box) == (True, False)
    assert admin_form.HELP in html
    assert check(client, article, checked_on=NOW, checked_by=own.pk).status_code == 302
    assert kept(article) == (NOW.isoformat(), own.pk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert NOT_YET in check(client, article, checked_on=tomorrow, checked_by=own.pk).text


@pytest.mark.parametrize("by", ["other", "none"])
def test_nobody_says_it_of_another(client, own, shen, by):
    if by == "none":
        client.force_login(make_member("编辑"))
    article = make_article()
    answer = check(client, article, checked_on=NOW, checked_by=shen.pk, title="写好的话怎么办？")
    assert admin_form.ONLY_OWN in answer.text
    assert "写好的话怎么办？" in answer.text
    assert not article.revisions.exists()


def test_a_check_of_another_stays_and_is_only_taken_out(client, own, shen):
    article = make_article(checked_on=BEFORE, checked_by=shen)
    assert admin_form.ONLY_OWN in check(client, article, checked_on=NOW).text
    assert Article.objects.get().checked_on == BEFORE
    assert check(client, article, title="换一个标题怎么办？").status_code == 302
    assert kept(article) == (BEFORE.isoformat(), shen.pk)
    assert check(client, article, checked_on="", checked_by="").status_code == 302
    assert kept(article) == (None, None)


WRITER = ("articles.view_article", "articles.change_article", "articles.add_article")
PUBLISHER = (*WRITER, "articles.publish_article")
LATER = {"publish_at_0": "2099-12-01", "publish_at_1": "09:00"}


def log_in(client, *rights):
    user = make_staff(*rights)
    client.force_login(user)
    return user


def send(client, article, button="_save", **fields):
    """Post the form of a stored article as it was opened just now."""
    stored = {"title": article.title, "area": article.area.pk, "author": article.author.pk}
    stored["version"] = publishing.newest_number(article)
    return client.post(address(article), {**form(**stored), button: "x", **fields})


def said(response):
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def times(moment):
    local = timezone.localtime(moment)
    return {"publish_at_0": f"{local:%Y-%m-%d}", "publish_at_1": f"{local:%H:%M:%S}"}


def buttons(client, article):
    """The words on the buttons and links of the row below the form."""
    html = client.get(address(article)).text
    row = html[html.index("editing-buttons") :]
    row = row[: row.index("</div>")]
    return re.findall(r'value="([^"]+)"', row) + re.findall(r">([^<>\s]+)</a>", row)


def test_the_buttons_fit_who_looks_and_where_the_article_stands(client):
    draft, article = make_article(state=State.DRAFT), make_article()
    later = make_article(state=State.DRAFT, publish_at=timezone.now() + timedelta(days=1))
    log_in(client, "articles.view_article")
    draft.tags.create(name="工伤")
    assert buttons(client, draft) == ["返回列表"]
    assert "工伤" in client.get(address(draft)).text
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
    assert 'act/withdraw/">撤下' in client.get(address(article)).text
    make_settings(second_person=True)  # who submitted is not offered to publish
    publishing.submit(article=edited(draft), user=user)
    assert "发布" not in buttons(client, draft)


def test_saving_a_new_article_keeps_a_draft_and_stays_on_it(client):
    log_in(client, *WRITER)
    known = {"area": make_area().pk, "author": make_lawyer().pk}
    response = client.post(f"{LIST}add/", form(**known, tag_names="工伤、 劳动，工伤", note="初稿"))
    article = Article.objects.get()
    assert response.url == address(article)
    assert article.state == State.DRAFT
    assert set(article.tags.values_list("name", flat=True)) == {"工伤", "劳动"}
    assert said(response).startswith(f"已保存第1版。修改说明：初稿。{review.HIDDEN}")


def test_what_visitors_see_is_told_by_the_row_and_kept_for_them(client):
    article = make_article()
    log_in(client, *PUBLISHER)
    send(client, article, **LATER)
    for page in (client.get(address(article)), send(client, article, title="", **LATER)):
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
