"""An article of law and what it was before: side by side, one above the other, by keyboard."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.ci]

# Run inside the site: a law in two versions, and an interpretation that cites it six times.
MAKE = """
from datetime import date
from django.utils import timezone
from statutes.models import Statute, StatuteArticle
from statutes.services import law_citations
def make(name, year, texts, **fields):
    known = {"name": name, "short_name": name, "promulgated": date(year, 1, 1),
             "effective_from": date(year, 1, 1), "imported_at": timezone.now(), **fields}
    law, _ = Statute.objects.update_or_create(slug=f"{name}-{year}", defaults=known)
    for number, text in enumerate(texts, start=1):
        StatuteArticle.objects.update_or_create(
            statute=law, number=number, defaults={"text": text}
        )
    return law
words = "灯塔应当在每日日落之后{}分钟内点亮，并在日出之后熄灭。"
make("示例灯塔法", 2010, ["守灯人应当登记。", words.format("三十")], effective_to=date(2020, 1, 1))
law = make("示例灯塔法", 2020, [words.format("十五")])
make("示例灯塔法解释", 2021, ["依照示例灯塔法第一条处理。"] * 6, kind="interpretation")
law_citations.read_stale()
print(law.article_path(1))
"""


@pytest.fixture(scope="module")
def address(site):
    """The address of the article in force."""
    return site.shell(MAKE).strip()


def boxes(page):
    return [page.locator(f".cell-{kind}").first.bounding_box() for kind in ("new", "old")]


def test_the_new_words_stand_beside_the_old_ones_and_on_a_phone_above_them(page, address):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    assert page.locator(".cell-new ins").inner_text() == "十五"
    assert page.locator(".cell-old del").inner_text() == "三十"
    new, old = boxes(page)
    assert (new["y"], new["x"] < old["x"]) == (old["y"], True)
    page.set_viewport_size({"width": 390, "height": 844})
    new, old = boxes(page)
    assert (new["x"], new["y"] < old["y"]) == (old["x"], True)


def test_what_else_cites_it_is_opened_by_keyboard(page, address):
    page.goto(address)
    last = page.locator(".cited-by").get_by_role("link", name="第六条", exact=True)
    assert last.is_hidden()
    page.locator(".cited-by summary").focus()
    page.keyboard.press("Enter")
    last.wait_for()
