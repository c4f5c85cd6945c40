"""Hints of the checks in the editorial office: beside the fields, kept and taken back, listed."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.admin.checks import STALE
from articles.admin.panels import GRAVE
from articles.models import Article, CheckDecision, Citation, State
from articles.quality import findings, forms
from articles.quality.checks import REGISTRY, Severity
from articles.workflow import publishing
from tests.articles.admin.test_article import LIST, form
from tests.factories import make_article, make_staff, make_statute, make_superuser
from tests.sentences import of_field

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TYPED, CHECKUP = f"{LIST}checks/typed/", f"{LIST}checks/"
WORDS = "<p>本所办案的胜诉率很高。</p>"
REASON = "引用当事人的原话"
TOO_LONG = of_field(forms.DecisionForm, "note", "max_length")


@pytest.fixture
def editor(client):
    user = make_staff("articles.change_article", "articles.view_article", last_name="林")
    client.force_login(user)
    client.user = user
    return client


def page_of(article):
    return reverse("admin:articles_article_hints", args=[article.pk])


def edit(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def beside(html, field):
    """What stands beside a field of the form, or in the answer for the script."""
    return re.search(rf'data-hints(?:-for)?="{field}">(.*?)</div>\s*(?:</div>|<div)', html, re.S)[1]


def seal(html, act="keep"):
    """The first sealed hint of a page."""
    found = re.search(r'name="hint"\s+value="([^"]+)"', html)
    assert f'value="{act}"' in html
    return found[1]


def keep(client, article, **fields):
    hint = seal(client.get(page_of(article)).text)
    return client.post(page_of(article), {"act": "keep", "hint": hint, "note": REASON, **fields})


@pytest.mark.parametrize(("rights", "status"), [((), 403), (("articles.view_article",), 403)])
def test_who_may_not_change_articles_is_kept_out(client, rights, status):
    article = make_article()
    client.force_login(make_staff(*rights))
    assert client.post(TYPED, {"body": WORDS}).status_code == status
    assert client.get(CHECKUP).status_code == status
    for call in (client.get, client.post):
        assert call(page_of(article)).status_code == status


def test_anonymous_people_are_sent_to_the_login(client):
    article = make_article()
    assert client.post(TYPED, {"body": WORDS}).status_code == 401
    for address in (CHECKUP, page_of(article)):
        assert "/login/" in client.get(address).url


def test_what_is_typed_is_only_asked_for_by_post(editor):
    assert editor.get(TYPED).status_code == 405
    assert editor.post(CHECKUP).status_code == 405
    assert editor.get(f"{LIST}999999/checks/").status_code in {302, 404}


def test_what_is_typed_gets_hints_for_each_field_and_is_not_stored(editor):
    html = editor.post(TYPED, {"title": "其实骑电动车也算驾驶", "body": WORDS}).text
    assert REGISTRY["title-opener"].name in beside(html, "title")
    assert "胜诉率" in beside(html, "body")
    assert "没有摘要" in beside(html, "summary")
    assert not Article.objects.exists()
    assert not CheckDecision.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"body": "甲" * 300_001}, 400),
        ({"body": "甲", "checked_on": "昨天"}, 400),
        ({"body": "甲", "article": "x"}, 400),
        ({"body": "甲\x00"}, 400),
        ({"body": "甲", "source_kind": "x"}, 400),
        ({"title": "甲" * 5000, "body": "<p>" * 500}, 200),
        ({}, 200),
    ],
)
def test_odd_input_gets_a_sentence(editor, data, status):
    response = editor.post(TYPED, data)
    assert response.status_code == status
    assert "data-hints-sum" in response.text


def test_what_is_typed_is_escaped(editor):
    html = editor.post(TYPED, {"body": "<p>&lt;b&gt;包赢&lt;/b&gt;</p>", "title": "<i>其实"}).text
    assert "<b>" not in html
    assert "<i>" not in html


def test_the_form_shows_hints_as_saved_without_scripts(editor):
    article = make_article(title="其实严格的来说", body=WORDS)
    html = editor.get(edit(article)).text
    assert REGISTRY["title-opener"].name in beside(html, "title")
    assert "胜诉率" in beside(html, "body")
    assert GRAVE.format(1) in html
    assert f'href="{page_of(article)}"' in html


def test_the_form_has_the_scripts_of_both_panels(editor):
    html = editor.get(edit(make_article())).text
    for name in ("article_hints.js", "article_places.js", "article_check.js", "law_list.css"):
        assert name in html


def test_after_a_refusal_the_hints_are_about_what_was_posted(editor):
    article = make_article()
    data = form(title="", area=article.area.pk, author=article.author.pk, body=WORDS)
    response = editor.post(edit(article), data)
    assert response.status_code == 200
    assert "胜诉率" in beside(response.text, "body")


def test_who_only_reads_sees_them_at_the_head(client):
    article = make_article(body=WORDS)
    client.force_login(make_staff("articles.view_article"))
    html = client.get(edit(article)).text
    assert "胜诉率" in html
    assert "data-act" not in html
    assert page_of(article) not in html


def test_saving_goes_through_and_says_how_many(editor):
    article = make_article()
    data = form(title=article.title, area=article.area.pk, author=article.author.pk, body=WORDS)
    response = editor.post(edit(article), data)
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert response.status_code == 302
    assert any(GRAVE.format(1) in text for text in said)


def test_a_new_article_offers_nothing_to_keep(client):
    client.force_login(make_superuser())
    assert "提示将随填写显示" in client.get(f"{LIST}add/").text
    html = client.post(TYPED, {"body": WORDS}).text
    assert "胜诉率" in html
    assert "data-act" not in html


def test_a_hint_is_kept_with_a_reason_and_by_whom(editor):
    article = make_article(body=WORDS)
    assert keep(editor, article).status_code == 302
    decision = CheckDecision.objects.get()
    assert (decision.code, decision.quote) == ("promotion-result", "胜诉率")
    assert (decision.note, decision.decided_by, decision.kept) == (REASON, editor.user, True)
    html = editor.get(edit(article)).text
    assert "胜诉率" in beside(html, "body")
    assert Severity.RULE.label not in beside(html, "body")
    assert f"：{REASON}" in html
    assert f"“胜诉率”，{REGISTRY['promotion-result'].name}（林" in html


def test_other_words_bring_it_again_and_the_same_sentence_elsewhere_does_not(editor):
    article = make_article(body=WORDS)
    keep(editor, article)
    for body, is_open in (
        (f"<p>另起一段。</p>{WORDS}", False),
        (WORDS.replace("很高", "第一"), True),
    ):
        html = editor.post(TYPED, {"article": article.pk, "body": body}).text
        assert (Severity.RULE.label in beside(html, "body")) == is_open


def test_a_kept_hint_of_another_article_keeps_nothing_here(editor):
    keep(editor, make_article(body=WORDS))
    other = make_article(body=WORDS)
    assert Severity.RULE.label in editor.get(page_of(other)).text


def test_it_is_taken_back_and_both_decisions_stay(editor):
    article = make_article(title="公司不签劳动合同怎么办？", body=WORDS)
    keep(editor, article)
    html = editor.get(page_of(article)).text
    hint = re.findall(r'value="([^"]+)">\s*<span>', html)[0]
    editor.post(page_of(article), {"act": "take_back", "hint": hint})
    assert list(CheckDecision.objects.values_list("kept", flat=True)) == [True, False]
    assert Severity.RULE.label in editor.get(page_of(article)).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"note": ""}, forms.WITHOUT_REASON),
        ({"note": "甲" * 201}, TOO_LONG % {"show_value": 201}),
        ({"note": "甲\x00"}, "空字符"),
        ({"hint": "x:y:z"}, STALE),
        ({"hint": ""}, "必须填写"),
        ({"act": "drop"}, "请从列出的选项里选"),
    ],
)
def test_what_cannot_be_recorded_is_said(editor, fields, words):
    article = make_article(body=WORDS)
    response = keep(editor, article, **fields)
    assert response.status_code == 422
    assert words in response.text
    quiet = keep(editor, article, quiet="on", **fields)
    assert quiet.status_code == 409
    assert words in quiet.text
    assert not CheckDecision.objects.exists()


def test_a_hint_of_one_article_is_not_kept_on_another(editor):
    article, other = make_article(body=WORDS), make_article(body=WORDS)
    hint = seal(editor.get(page_of(article)).text)
    data = {"act": "keep", "hint": hint, "note": REASON}
    assert editor.post(page_of(other), data).status_code == 422
    assert not CheckDecision.objects.exists()


def test_the_same_is_not_kept_twice(editor):
    article = make_article(body=WORDS)
    hint = seal(editor.get(page_of(article)).text)
    data = {"act": "keep", "hint": hint, "note": REASON, "quiet": "on"}
    assert editor.post(page_of(article), data).status_code == 204
    again = editor.post(page_of(article), data)
    assert (again.status_code, again.text) == (409, findings.ALREADY_RETAINED)
    about = {"article": article, "code": "x", "fingerprint": "y", "quote": "", "note": ""}
    with pytest.raises(findings.AlreadyDecidedError):
        findings.decide(**about, user=editor.user, kept=False)


def test_the_page_of_a_live_article_is_about_the_change_that_waits(editor):
    article = make_article(body="<p>公开的正文。</p>")
    changed = Article.objects.get(pk=article.pk)
    changed.body = WORDS
    publishing.save_draft(article=changed, user=editor.user)
    assert "胜诉率" in editor.get(page_of(article)).text


def test_readers_see_nothing_of_it(client, editor):
    article = make_article(body=WORDS)
    keep(editor, article)
    client.logout()
    html = client.get(article.get_absolute_url()).text
    for word in ("提示", "保留", REASON, "checks/"):
        assert word not in html


@pytest.mark.parametrize("number", [1, 30])
def test_hints_cost_the_same_however_many_there_are(editor, number, django_assert_num_queries):
    article = make_article(body=WORDS)
    keep(editor, article)
    body = "".join(f"<p>第{place}种情形一定会批捕。</p>" for place in range(number))
    make_statute()  # so that the table has a state, by which it is kept; a flush takes it away
    editor.post(TYPED, {"body": body, "article": article.pk})  # reads the table
    with django_assert_num_queries(7):
        editor.post(TYPED, {"body": body, "article": article.pk})
    assert not Citation.objects.exists()


def test_the_list_shows_and_narrows_what_a_query_can_tell(editor):
    drafted = make_article(state=State.DRAFT)
    reprint = make_article(source_kind="reprint", source="示例网")
    machine = make_article(ai_assisted=True)
    for value, shown in (
        ("waiting", [reprint, machine]),
        ("never", [drafted, reprint, machine]),
        ("old", []),
        ("no-law", [drafted, reprint, machine]),
        ("reprint", [reprint]),
        ("ai", [machine]),
    ):
        found = editor.get(LIST, {"check": value}).context["cl"].queryset
        assert set(found) == set(shown), value
    assert "未核对" in editor.get(LIST).text
