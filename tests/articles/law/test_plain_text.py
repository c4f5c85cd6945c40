"""The law in a plain text: linked as in an article, and nothing of the text is let through."""

from datetime import date

import pytest

from articles.law.citations import with_law
from articles.models import Citation
from tests.factories import make_statute

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def law():
    return make_statute(["一", "二"], short_name="示例条款法")


def test_a_citation_leads_to_its_article_and_has_a_card(law):
    html = with_law("先看《示例条款法》第二条。\n\n再说。", DAY)
    address = f"{law.get_absolute_url()}2/"
    assert f'<a class="cite" href="{address}" data-statute-card="{address}card/">' in html
    assert html.endswith("<p>再说。</p>")


def test_a_text_without_law_is_set_in_paragraphs_as_before():
    assert with_law("一\n二\n\n三", DAY).replace("\n", "") == "<p>一<br>二</p><p>三</p>"


def test_nothing_of_the_text_becomes_html():
    html = with_law('<script>alert("《示例条款法》第二条")</script> & <b>', DAY)
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("<a ") == 1


def test_nothing_is_stored():
    with_law("《示例条款法》第二条", DAY)
    assert not Citation.objects.exists()
