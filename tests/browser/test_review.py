"""An article goes round between its writer and a reviewer; many are changed and taken back."""

import pytest

from tests.browser.eyes import sees
from tests.browser.office import log_in, opened
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
LIST = "/admin/articles/article/"
TITLE = "送审以后又退回的文章"
# Accounts and a draft of their own: what other tests count stays as it is.
MADE = """
from django.contrib.auth.models import Group, User
from articles.models import Article, State
from firm.models import Lawyer, PracticeArea

for name, post in (("round-writer", "律师"), ("round-reviewer", "编辑")):
    user = User.objects.create_user(name, f"{name}@example.com", "round-and-back", is_staff=True)
    user.groups.add(Group.objects.get(name=post))
known = {"area": PracticeArea.objects.first(), "author": Lawyer.objects.first()}
for title in (TITLE, "成批改动的第一篇", "成批改动的第二篇"):
    Article.objects.create(title=title, body="<p>原文。</p>", state=State.DRAFT, **known)
"""
GONE = """
from django.contrib.auth.models import User
from articles.models import Article
from outbox.models import Notice

Article.objects.filter(title__in=[TITLE, "成批改动的第一篇", "成批改动的第二篇"]).delete()
User.objects.filter(username__startswith="round-").delete()
Notice.objects.filter(recipient__startswith="round-").delete()
"""
TOLD = """
from outbox.models import Notice

told = Notice.objects.filter(recipient__startswith="round-")
print(*told.values_list("kind", flat=True))
"""


@pytest.fixture
def people(site):
    """A lawyer who writes and an editor who reviews, who have no second factor yet."""
    site.shell(f"TITLE = {TITLE!r}\n{MADE}")
    yield
    site.shell(f"TITLE = {TITLE!r}\n{GONE}")


def leads_to(page, tile):
    """The article, by the tile of the start page and the list behind it."""
    page.goto("/admin/")
    sees(page.locator(".desk-tiles a", has_text=tile)).click()
    page.locator("#result_list").get_by_role("link", name=TITLE).click()


def press(page, button):
    page.locator(f"input[name=_{button}]").click()
    page.locator(".messagelist").wait_for()


@pytest.mark.parametrize("width", [390, 1440])
def test_an_article_goes_round_with_a_reason(chromium, site, people, width):
    with (
        window(chromium, site, width, 844, java_script_enabled=False) as writer,
        window(chromium, site, width, 844, java_script_enabled=False) as reviewer,
    ):
        log_in(writer, site, "round-writer", "round-and-back")
        log_in(reviewer, site, "round-reviewer", "round-and-back")
        writer.goto(f"{LIST}?q={TITLE}")
        writer.locator("#result_list").get_by_role("link", name=TITLE).click()
        press(writer, "submit")
        leads_to(reviewer, "待审文章")
        reviewer.get_by_role("link", name="退回修改").click()
        reviewer.get_by_label("修改要求").fill("请写明仲裁时效")
        reviewer.get_by_role("button", name="退回").click()
        leads_to(writer, "退回文章")
        sees(writer.locator(".editing-wish"), "请写明仲裁时效")
        press(writer, "submit")
        leads_to(reviewer, "待审文章")
        press(reviewer, "publish")
    told = site.shell(TOLD)
    kinds = [kind for kind in ("submitted", "returned", "published") if f"article_{kind}" in told]
    assert kinds == ["submitted", "returned", "published"]


@pytest.mark.parametrize("width", [390, 1440])
def test_many_are_changed_after_a_question_and_taken_back_with_one_button(
    chromium, site, people, width
):
    with opened(chromium, site, width, 844, java_script_enabled=False) as page:
        page.goto(f"{LIST}?q=成批改动")
        before = page.locator("#result_list .field-area").all_inner_texts()
        assert not page.get_by_role("button", name="改领域").is_visible()
        for box in page.locator(".action-select").all():
            box.check()
        sees(page.get_by_role("button", name="改领域"), scroll=False).click()
        page.get_by_label("改到哪个领域").select_option(index=4)
        sees(page.get_by_role("button", name="改领域（2篇）"), scroll=False).click()
        assert page.locator("#result_list .field-area").all_inner_texts() != before
        assert "成批" in page.locator("#searchbar").input_value()
        sees(page.get_by_role("button", name="撤销")).click()
        page.goto(f"{LIST}?q=成批改动")
        assert page.locator("#result_list .field-area").all_inner_texts() == before
