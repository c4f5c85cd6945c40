"""README and guides lead to files that are there."""

import re
from urllib.parse import unquote

import pytest

from website.bootstrap import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
EXAMPLE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page):
    links = LINK.findall(EXAMPLE.sub("", page.read_text()))
    assert [one for one in links if not (page.parent / unquote(one)).exists()] == []
