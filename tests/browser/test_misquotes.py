"""From a wrong number, typed in the editor, to the mended article."""

import pytest

from tests.browser import law, writing
from tests.browser.office import opened
from tests.statutes.misquoted import KEEPS, LEAVES, SENTENCE

pytestmark = [pytest.mark.browser, pytest.mark.ci]
TITLE = "灯塔几点点灯？"
FIRST = "<p>《灯塔法》第二条说的是离岗。</p>"
WRONG = f"{FIRST}<p><strong>《灯塔法》</strong>第二条规定：“{KEEPS}”</p>"
LAW = "from datetime import date; from tests.statutes.misquoted import *; lighthouse_law()"
CLEAR = f"""
from articles.models import Article; from statutes.models import Statute
Article.objects.filter(title="{TITLE}").delete()
Statute.objects.filter(short_name="灯塔法").delete()
"""


def test_a_wrong_number_is_told_and_mended_by_one_click(chromium, site):
    site.shell(LAW)
    with opened(chromium, site, clear=CLEAR) as office:
        law.new_article(office, TITLE, WRONG)
        panel = office.locator("[data-law-found]")
        panel.get_by_text(SENTENCE).wait_for()
        assert panel.get_by_text(LEAVES).count() == panel.get_by_text(KEEPS).count() == 1
        panel.get_by_role("button", name="改为“《灯塔法》第一条”").click()
        panel.get_by_text("没有提示的").wait_for()
        text = writing.body(office)
        assert FIRST in text
        assert "<strong>《灯塔法》</strong>第一条规定" in text
        office.locator(".cke_button__undo").click()
        panel.get_by_text(SENTENCE).wait_for()
        assert "第一条" not in writing.body(office)
        panel.get_by_role("button", name="改为“《灯塔法》第一条”").press("Enter")
        panel.get_by_text(SENTENCE).wait_for(state="detached")
        writing.save(office)
        writing.unfold(office, "检查")
        panel.get_by_text("没有提示的").wait_for()
        assert panel.get_by_text(SENTENCE).count() == 0
