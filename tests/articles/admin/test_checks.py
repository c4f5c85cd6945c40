"""Hints of the checks and warnings of the law in the office: beside the fields, kept, listed."""

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
from statutes.base import Level, Outcome
from statutes.models import Decision
from statutes.services.citation_sync import confirm
from tests.articles.admin.test_article import LIST, address, form
from tests.factories import make_article, make_staff, make_statute
from tests.screen import browser
from tests.sentences import of_field
from tests.statutes.misquoted import KEEPS, LEAVES, RIGHT, SENTENCE, WRONG, lighthouse_law
from tests.statutes.sample_law import contract_law

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TYPED, CHECKUP = f"{LIST}checks/typed/", f"{LIST}checks/"
LAW = f"{LIST}law/"
WORDS = "<p>本所办案的胜诉率很高。</p>"
REASON = "引用当事人的原话"
TOO_LONG = of_field(forms.DecisionForm, "note", "max_length")


@pytest.fixture
def editor(client):
    rights = ("articles.change_article", "articles.view_article", "articles.add_article")
    client.user = make_staff(*rights, "articles.publish_article", last_name="林")
    client.force_login(client.user)
    return client


def page_of(article):
    return reverse("admin:articles_article_hints", args=[article.pk])


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


def save(client, article, body, **fields):
    data = form(title=article.title, area=article.area.pk, author=article.author.pk, body=body)
    data |= {"_publish": "发布修改", "version": article.revisions.count()}
    return client.post(address(article), {**data, **fields})


def messages(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_what_is_typed_gets_hints_for_each_field_escaped_and_is_not_stored(editor):
    typed = {"title": "其实<i>骑电动车也算驾驶", "body": f"{WORDS}<p>&lt;b&gt;包赢&lt;/b&gt;</p>"}
    html = editor.post(TYPED, typed).text
    assert REGISTRY["title-opener"].name in beside(html, "title")
    assert "胜诉率" in beside(html, "body")
    assert "没有摘要" in beside(html, "summary")
    assert ("<b>" in html, "<i>" in html, "data-act" in html) == (False, False, False)
    assert not Article.objects.exists()
    assert not CheckDecision.objects.exists()
    assert editor.get(TYPED).status_code == editor.get(LAW).status_code == 405
    assert editor.post(CHECKUP).status_code == 405
    assert editor.get(f"{LIST}999999/checks/").status_code in {302, 404}
    assert "提示将随填写显示" in editor.get(f"{LIST}add/").text


@pytest.mark.parametrize(("panel", "sum_"), [(TYPED, "data-hints-sum"), (LAW, "law-sum")])
def test_odd_input_gets_a_sentence(editor, panel, sum_):
    for data, status in (
        ({"body": "甲" * 300_001}, 400),
        ({"body": "甲", "checked_on": "昨天"}, 400),
        ({"body": "甲", "article": "9" * 20}, 400),
        ({"body": "甲\x00"}, 400),
        ({"title": "甲" * 5000, "body": "<p>" * 500}, 200),
        ({}, 200),
    ):
        response = editor.post(panel, data)
        assert (response.status_code, sum_ in response.text) == (status, True), data


def test_the_form_shows_hints_as_saved_without_scripts_and_after_a_refusal_as_posted(editor):
    article = make_article(title="其实严格的来说", body=WORDS)
    html = editor.get(address(article)).text
    assert REGISTRY["title-opener"].name in beside(html, "title")
    assert "胜诉率" in beside(html, "body")
    assert GRAVE.format(1) in html
    assert f'href="{page_of(article)}"' in html
    for name in ("article_hints.js", "article_places.js", "article_check.js", "editing.css"):
        assert name in html
    other = make_article()
    refused = save(editor, other, WORDS, title="")
    assert refused.status_code == 200
    assert "胜诉率" in beside(refused.text, "body")
    response = save(editor, other, WORDS, _publish="", _save="x")
    assert response.status_code == 302
    assert any(GRAVE.format(1) in text for text in messages(response))


def test_a_hint_is_kept_with_a_reason_by_whom_and_for_editors_alone(editor):
    article, other = make_article(body=WORDS), make_article(body=WORDS)
    assert keep(editor, article).status_code == 302
    decision = CheckDecision.objects.get()
    assert (decision.code, decision.quote) == ("promotion-result", "胜诉率")
    assert (decision.note, decision.decided_by, decision.kept) == (REASON, editor.user, True)
    html = editor.get(address(article)).text
    assert "胜诉率" in beside(html, "body")
    assert Severity.RULE.label not in beside(html, "body")
    assert f"：{REASON}" in html
    assert f"“胜诉率”，{REGISTRY['promotion-result'].name}（林" in html
    # Other words bring it again, the same sentence elsewhere does not, another article has its own.
    for body, is_open in (
        (f"<p>另起一段。</p>{WORDS}", False),
        (WORDS.replace("很高", "第一"), True),
    ):
        html = editor.post(TYPED, {"article": article.pk, "body": body}).text
        assert (Severity.RULE.label in beside(html, "body")) == is_open
    assert Severity.RULE.label in editor.get(page_of(other)).text
    html = browser().get(article.get_absolute_url()).text
    assert [word for word in ("提示", "保留", REASON, "checks/") if word in html] == []


def test_it_is_taken_back_and_both_decisions_stay(editor):
    article = make_article(title="公司不签劳动合同怎么办？", body=WORDS)
    keep(editor, article)
    html = editor.get(page_of(article)).text
    hint = re.findall(r'value="([^"]+)">\s*<span>', html)[0]
    editor.post(page_of(article), {"act": "take_back", "hint": hint})
    assert list(CheckDecision.objects.values_list("kept", flat=True)) == [True, False]
    assert Severity.RULE.label in editor.get(page_of(article)).text


def test_what_cannot_be_recorded_is_said(editor):
    article = make_article(body=WORDS)
    for fields, words in (
        ({"note": ""}, forms.WITHOUT_REASON),
        ({"note": "甲" * 201}, TOO_LONG % {"show_value": 201}),
        ({"note": "甲\x00"}, "空字符"),
        ({"hint": "x:y:z"}, STALE),
        ({"hint": ""}, "必须填写"),
        ({"act": "drop"}, "请从列出的选项里选"),
    ):
        response = keep(editor, article, **fields)
        assert (response.status_code, words in response.text) == (422, True), fields
    quiet = keep(editor, article, quiet="on", note="")
    assert (quiet.status_code, forms.WITHOUT_REASON in quiet.text) == (409, True)
    assert not CheckDecision.objects.exists()


def test_a_hint_is_kept_once_and_on_no_other_article(editor):
    article, other = make_article(body=WORDS), make_article(body=WORDS)
    data = {"act": "keep", "hint": seal(editor.get(page_of(article)).text), "note": REASON}
    assert editor.post(page_of(other), data).status_code == 422
    assert not CheckDecision.objects.exists()
    data["quiet"] = "on"
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


def test_hints_and_warnings_cost_the_same_however_many_there_are(
    editor, django_assert_num_queries, django_assert_max_num_queries
):
    article = make_article(body=WORDS)
    keep(editor, article)
    body = "".join(f"<p>第{place}种情形一定会批捕。</p>" for place in range(30))
    make_statute()  # so that the table has a state, by which it is kept; a flush takes it away
    editor.post(TYPED, {"body": body, "article": article.pk})  # reads the table
    with django_assert_num_queries(7):
        editor.post(TYPED, {"body": body, "article": article.pk})
    contract_law()
    body = "".join(f"<p>《合同法》第{place}条</p>" for place in range(1, 30 + 1))
    with django_assert_max_num_queries(12):
        editor.post(LAW, {"body": body})
    assert not Citation.objects.exists()


def test_the_list_shows_and_narrows_what_a_query_can_tell(editor):
    drafted = make_article(state=State.DRAFT)
    reprint = make_article(source_kind="reprint", source="示例网")
    machine = make_article(ai_assisted=True)
    for value, shown in {
        "waiting": {reprint, machine},
        "never": {drafted, reprint, machine},
        "old": set(),
        "no-law": {drafted, reprint, machine},
        "reprint": {reprint},
        "ai": {machine},
    }.items():
        assert set(editor.get(LIST, {"check": value}).context["cl"].queryset) == shown, value
    assert "未核对" in editor.get(LIST).text


# What the law has against it

OLD = "<p>见《合同法》第52条。</p>"
BAD = "<p>见《合同法》第52条，又见《民法典》第1300条。</p>"


@pytest.fixture
def law():
    return contract_law()


def test_what_is_typed_is_checked_and_not_stored(editor, law):
    html = editor.post(LAW, {"body": BAD}).text
    for said in ("识别到2处引用，有2项提示", "已于2021年1月1日废止", "《民法典》第1300条"):
        assert said in html
    assert "law-review" not in html
    body = "<p>见《云澜市条例》第八条、《合同法》第52条。</p><p>再看《合同法》第52条。</p>"
    html = editor.post(LAW, {"body": body}).text
    assert html.index("law-red") < html.index("law-grey")
    assert "（2处）" in html
    fine = editor.post(LAW, {"body": "<p>见《民法典》第577条。</p>"}).text
    assert "识别到1处引用，没有提示" in fine
    without = editor.post(LAW, {"body": "<p>甲</p>"})
    assert without.context["found"].number == 0
    assert "没有提示" not in without.text
    html = editor.post(LAW, {"body": "<p>《&lt;img src=x&gt;条例》第八条</p>"}).text
    assert "<img" not in html
    assert not Citation.objects.exists()


def test_a_stored_warning_leads_to_where_it_is_confirmed_and_is_then_only_named(editor, law):
    article = make_article(body=OLD)
    html = editor.post(LAW, {"body": BAD, "article": article.pk}).text
    assert html.count(f"?text=articles.article:{article.pk}") == 1
    confirm(citation=article.citations.get(), lawyer="林致远", user=make_staff())
    html = editor.post(LAW, {"body": BAD, "article": article.pk}).text
    assert "有1项提示" in html
    assert "保留：《合同法》第52条" in html


def test_saving_tells_of_new_warnings_only_never_blocks_and_keeps_a_repair(editor, law):
    article = make_article(body=OLD)
    response = save(editor, article, BAD)
    assert response.status_code == 302
    (warning,) = [text for text in messages(response) if text.startswith("引用提示")]
    assert "1300" in warning or "一千三百" in warning
    save(editor, article, OLD)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.quote) == (Outcome.REWRITTEN, "《民法典》第1300条")
    assert decision.user == editor.user
    editor.get(LIST)  # which shows what was said
    data = form(area=article.area.pk, author=article.author.pk, body=BAD)
    told = messages(editor.post(f"{LIST}add/", data))
    assert sum(text.startswith("引用提示") for text in told) == 2
    assert Article.objects.latest("pk").citations.open().count() == 2


# Words quoted under a wrong number: told with both texts and what to write


@pytest.fixture
def lighthouse():
    return lighthouse_law()


def test_both_texts_stand_side_by_side_with_the_change_in_the_one_place_that_is_meant(
    editor, lighthouse
):
    html = editor.post(LAW, {"body": WRONG}).text
    for said in (SENTENCE, KEEPS, LEAVES, Level.CHECK.label):
        assert said in html
    assert 'data-rewrite="《灯塔法》第一条"' in html
    assert 'data-written="《灯塔法》第二条"' in html
    assert "没有提示" in editor.post(LAW, {"body": RIGHT}).text
    html = editor.post(LAW, {"body": RIGHT.replace("应当", "可以")}).text
    for said in (
        "<mark>可以</mark>在每日",
        "<mark>应当</mark>在每日",
        "您写的“可以”，条文为“应当”",
    ):
        assert said in html
    body = f"<p>见《灯塔法》第二条。</p><p>又见《灯塔法》第二条。</p>{WRONG}"
    html = editor.post(LAW, {"body": body, "summary": "《灯塔法》第二条"}).text
    assert 'data-field="body"' in html
    assert 'data-before="2"' in html
    summary = f"《灯塔法》第二条规定：“{KEEPS}”"
    html = editor.post(LAW, {"body": "<p>《灯塔法》第二条</p>", "summary": summary}).text
    assert 'data-field="summary"' in html
    assert 'data-before="0"' in html
