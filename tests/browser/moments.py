"""What one sees in the middle of something, for the pictures of the guides.

Each function takes a page of the office and the site, brings the moment about, and returns the
place that the picture is of. They run in this order, once, in a site of their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.browser import (
    law,
    steps,
    test_checks,
    test_editing,
    test_to_article,
    writing,
)
from tests.browser.desk import box, insert_canned


@dataclass(frozen=True)
class Moment:
    """The name of a picture, the width of the window, and how the moment is brought about."""

    name: str
    width: int
    reach: Callable


def canned(page, site):
    """A canned reply is chosen."""
    page.goto(f"{steps.furnished(site)['open']}change/")
    page.locator("#reply summary", has_text="常用答复").click()
    page.get_by_label("选择常用答复").select_option(label="先告知答复时间")
    return page.locator("[data-insert=id_canned]")


def draft(page, site):
    """What was written has just been kept."""
    page.goto(f"{steps.furnished(site)['open']}change/")
    insert_canned(page)
    box(page).press_sequentially("\n请先把手里的材料拍照留底。")
    kept = page.get_by_text(re.compile(r"草稿已保存 \d\d:\d\d"))
    kept.wait_for()
    return kept


def undo(page, site):
    """An answer is on its way and can be taken back."""
    page.goto(f"{steps.furnished(site)['open']}change/")
    box(page).fill("您好，请先把手里的材料拍照留底，我们今天给您详细答复。")
    page.get_by_role("button", name="发出答复").click()
    left = page.locator("[data-undo-left]", has_text=re.compile(r"\d+秒内"))
    left.wait_for()
    return left


def register(page, site):
    """A call is written down while it is told, and its names are looked at beside it."""
    page.goto("/admin/consult/consultation/register/")
    for label, words in (("称呼", "何秀兰"), ("对方名称", "云澜恒泰装饰工程有限公司")):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("电话", exact=True).last.fill("19900000066")
    page.get_by_label("业务领域").select_option(label="合同纠纷")
    page.get_by_label("咨询内容").fill("店面装修做了一半停工，已付四万元，想退钱。")
    page.locator("[data-look]").get_by_text("同名").wait_for()
    return page.get_by_label("称呼", exact=True)


def public_text(page, site):
    """An answer on its way to an article: what is marked in the text, and what is to be done."""
    key, _ = site.shell(test_to_article.MADE.replace("{token}", "")).split()
    page.goto(f"/admin/consult/consultation/{key}/change/")
    page.get_by_role("heading", name="整理成文章").click()
    page.get_by_role("button", name="整理成文章").click()
    page.get_by_label("标题").fill(test_to_article.TITLE)
    page.get_by_label("问题", exact=True).fill("王建国的单位没有申请工伤认定，可以先谈赔偿吗？")
    page.get_by_role("button", name="保存并再比一遍").click()
    found = page.get_by_role("heading", name="没有处理的")
    found.wait_for()
    return found


def form(page, site):
    """The form of an article."""
    return test_editing.open_form(page).locator("#id_title")


def hints(page, site):
    """The checks say something beside the text."""
    test_checks.new_article(page)
    found = test_checks.beside(page, "body")
    found.get_by_text("可能违反规定").wait_for()
    return found


def compare(page, site):
    """A change that waits, beside what visitors read."""
    test_editing.write(test_editing.open_form(page), "起诉之前，可以先发一封律师函催告。")
    writing.save(page)
    page.get_by_role("link", name="与访客看到的版本比较").click()
    found = page.locator("ins").first
    found.wait_for()
    return found


def history(page, site):
    """The versions of the article of before."""
    page.goto(test_editing.CHANGE.replace("change", "history"))
    return page.locator(".versions")


def panel(page, site):
    """A law that is repealed is told of while one writes."""
    law.new_article(page)
    found = page.locator("[data-law-found]")
    found.get_by_text(law.REPEALED).wait_for()
    return found


def review(page, site):
    """The same article, published, waits to be reviewed."""
    panel(page, site)
    writing.publish(page)
    return law.entry_of(page)


MOMENTS = [
    Moment("desk-canned-390", 390, canned),
    Moment("desk-draft-390", 390, draft),
    Moment("desk-undo-390", 390, undo),
    Moment("desk-register-1440", 1440, register),
    Moment("desk-writing-1440", 1440, public_text),
    Moment("edit-form-1440", 1440, form),
    Moment("edit-checks-1440", 1440, hints),
    Moment("edit-compare-1440", 1440, compare),
    Moment("edit-history-1440", 1440, history),
    Moment("law-panel-1440", 1440, panel),
    Moment("law-review-390", 390, review),
]
