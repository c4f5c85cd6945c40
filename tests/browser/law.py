"""An article whose law has moved, and what the office does about it."""

import re

from tests.browser.writing import put, unfold

SIGNED = re.compile(r"确认律师是您本人：(\S+?)律师")
TITLE = "恶意串通签的合同，能不能不认？"
WRONG = (
    "<p>依据《合同法》第52条，恶意串通损害他人利益的合同无效。</p><p>又见《民法典》第1300条。</p>"
)
REPAIRED = WRONG.replace("1300", "154")
REPEALED = "《合同法》已于2021年1月1日废止，由《民法典》合同编取代"
BEYOND = "《民法典》共1260条，没有第1300条"
LAWYER = "from firm.models import Lawyer; from django.contrib.auth.models import User; "
SIGNS = f"""{LAWYER}
Lawyer.objects.filter(pk=Lawyer.objects.first().pk).update(user=User.objects.get(username="admin"))
"""  # who is logged in confirms in the own name
CLEAR = f"""{LAWYER}
from articles.models import Article; Article.objects.filter(title="{TITLE}").delete()
Lawyer.objects.filter(user__username="admin").update(user=None)
"""


def new_article(office, title=TITLE, text=WRONG):
    """A new article, not saved, with its hints and warnings in sight."""
    office.goto("/admin/articles/article/add/")
    office.get_by_label("标题").first.fill(title)
    office.locator("#id_area").select_option(index=1)
    office.locator("#id_author").select_option(index=1)
    put(office, text)
    unfold(office, "检查")


def entry_of(office):
    """The article in the list of what is to be reviewed."""
    office.goto("/admin/law-review/")
    return office.locator(".review-text", has_text=TITLE)


def confirm_first(office, entry):
    """Let the citation of 合同法 stand; returns in whose name, as the page says before."""
    entry.get_by_label("《合同法》第52条").check()
    name = SIGNED.search(office.locator("#confirm").inner_text())[1]
    office.get_by_label("说明", exact=True).fill("讨论的是2019年签的合同")
    office.get_by_role("button", name="确认保留所选").click()
    office.get_by_text("确认保留1条提示，记录在案").wait_for()
    return name


def told(page):
    """The dated lines that a reader of the article sees."""
    page.reload()
    return page.locator(".moved p, .moved li").all_inner_texts()
