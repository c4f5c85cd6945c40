"""Whatever comes as the body of an article is stored clean or told so, on either engine."""

import pytest

from articles.models import Article
from articles.workflow import publishing
from tests.factories import make_area, make_article, make_lawyer, make_staff
from tests.richtext.core.test_sanitise import PAYLOADS, is_harmless
from tests.richtext.test_paste import SOURCES, source
from tests.richtext.trees import shown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LONE = "\ud83d"  # half of an emoji, as JSON can carry it: "\ud83d"


def written(**fields):
    known = {"title": "工伤认定要多久才有结果？", "body": "<p>看情况。</p>"}
    return Article(**{**known, "area": make_area(), "author": make_lawyer(), **fields})


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>甲" + LONE + "乙</p>",
        "<p>甲\x00乙",
        f"<p>{'甲' * 200}</p>" * 3_440,  # 2 MB
        "<section>" * 500 + "甲",
        "<ul><li>" * 50_000 + "甲",
        "<span></span>" * 100_000,
        "<b><i>甲</b>乙</i><p><table>丙",
        "<p>试用期</p>".encode("gbk").decode("latin-1"),
        "".join(PAYLOADS),
    ],
    ids=["empty", "surrogate", "nul", "2 MB", "500", "50000", "spans", "half", "gbk", "payloads"],
)
def test_a_body_is_stored_clean_and_shown_clean(client, body):
    article = written(body=body)
    publishing.publish(article=article, user=make_staff())
    stored = Article.objects.get()
    assert is_harmless(stored.body)
    assert stored.revisions.get().content["body"] == stored.body
    assert client.get(stored.get_absolute_url()).status_code == 200
    assert is_harmless(shown(stored.body))


def test_signs_that_no_database_takes_are_gone_from_every_text():
    odd = dict.fromkeys(("title", "summary", "source", "jurisdiction"), f"甲{LONE}乙\x00丙")
    publishing.save_draft(article=written(**odd), user=make_staff())
    stored = Article.objects.get()
    assert {getattr(stored, name) for name in odd} == {"甲乙丙"}
    assert stored.excerpt == "甲乙丙"


def test_a_text_with_a_control_sign_does_not_break_the_feed(client):
    make_article(title="能不能\x0b起诉？", summary="能。\x0c", body="<p>能。&#11;</p>")
    assert client.get("/articles/feed/").status_code == 200


def test_an_article_pasted_from_word_is_stored_as_structure():
    item = '<p class=MsoNormal style="mso-list:l0 level1"><span style="mso-list:Ignore">1.</span>'
    article = make_article(body=f"<h1>甲</h1>{item}乙</p><p class=MsoNormal>　　丙</p>")
    assert article.body == "<h2>甲</h2><ol><li>乙</li></ol><p>丙</p>"


@pytest.mark.parametrize("name", SOURCES)
def test_a_pasted_article_saved_again_stays_as_it_is(name):
    article = make_article(body=source(name))
    once = article.body
    article.save()
    assert article.body == once
    assert "style" not in once
