"""The pages that nginx shows by itself: in the site's design, each with a way on."""

import re

import pytest

from tests.deploy.nginx import RECIPE
from tests.site_process import ROOT

FOLDER = ROOT / "docs" / "deploy" / "pages"
PAGES = sorted(FOLDER.glob("*.html"))


def values(path):
    """The custom properties of a style sheet, light first, dark where they are named again."""
    text = re.sub(r"var\(--firm-[a-z-]+, (#[0-9a-f]+)\)", r"\1", path.read_text(encoding="utf-8"))
    return [
        dict(re.findall(r"(--[a-z-]+):\s*([^;]+);", block))
        for block in text.split("@media (prefers")
    ]


def test_every_answer_of_nginx_has_its_page():
    named = re.findall(r"error_page (\d+) /antou-pages/(\d+)\.html;", RECIPE.read_text("utf-8"))
    assert [own for own, _ in named] == [page.stem for page in PAGES]
    assert all(own == page for own, page in named)


def test_the_colours_are_those_of_the_site():
    own, tokens = values(FOLDER / "page.css"), values(ROOT / "static" / "css" / "tokens.css")
    for ours, theirs in zip(own, tokens, strict=True):
        assert ours.items() <= theirs.items()
        assert len(ours) > 7


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_stands_by_itself_and_leads_on(page):
    text = page.read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="([^"]+)"', text) == ["/antou-pages/page.css", "/"]
    assert f"错误{page.stem}" in text
    assert "style=" not in text
    assert "<script" not in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_becomes_of_what_was_typed_and_promises_nothing(page):
    text = page.read_text(encoding="utf-8")
    assert "一般还在" in text
    assert not re.search("尽快|保证|一定|马上|我们会", text)
