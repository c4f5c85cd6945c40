"""Every page there is, once: what is measured is measured on all of them.

`PUBLIC` is what visitors and clients see, `admin()` what the office sees after logging in.
A name is also the name of the screenshot.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin as office

from tests.browser import steps


@dataclass(frozen=True)
class Page:
    """A page: its name, its address, the status it answers with, and how it is reached."""

    name: str
    path: str
    status: int = 200
    reach: Callable = steps.goto

    def open(self, page, site):
        """Bring the page up; returns the answer."""
        answer = self.reach(page, site, self)
        assert answer.status == self.status, (self.name, answer.status, answer.url)
        return answer


PUBLIC = [
    Page("home", "/"),
    Page("articles", "/articles/"),
    Page("articles-page-2", "/articles/?page=2"),
    Page("articles-area", "/articles/?area=labor"),
    Page("areas", "/areas/"),
    Page("area", "/areas/labor/"),
    Page("area-empty", "/areas/sentencing/"),
    Page("tag", "/articles/tags/23/"),
    Page("article", "/articles/12/"),
    Page("article-long", "/articles/14/"),
    Page("article-preview", "{preview}"),
    Page("article-preview-dead", "/articles/preview/gone/", 404),
    Page("lawyers", "/lawyers/"),
    Page("lawyer", "/lawyers/lin-zhiyuan/"),
    Page("contact", "/contact/"),
    Page("form", "/consult/"),
    *(Page(f"form-{number}", "/consult/", 200, steps.at_step(number)) for number in (2, 3, 4)),
    Page("form-errors", "/consult/", 422, steps.faulty),
    Page("receipt", "/consult/received/", 200, steps.receipt),
    Page("receipt-gone", "/consult/received/"),
    Page("thread-entry", "/consult/thread/"),
    Page("thread-wrong-code", "/consult/thread/", 422, steps.wrong_code),
    Page("thread", "/consult/thread/", 200, steps.behind_code),
    Page("thread-article", "/consult/thread/article/", 200, steps.behind_code),
    Page("withdraw", "/consult/thread/withdraw/processing/", 200, steps.behind_code),
    Page("erase", "/consult/thread/erase/", 200, steps.behind_code),
    Page("erased", "/consult/erased/"),
    Page("stop-mail", "/consult/stop/unknown/"),
    Page("search", "/search/?q=工伤"),
    Page("search-statute", "/search/?q=民法典第577条"),
    Page("search-lawyer", "/search/?q=林律师 离婚"),
    Page("search-none", "/search/?q=量子纠缠"),
    Page("search-empty", "/search/"),
    Page("statutes", "/statutes/"),
    Page("statutes-kind", "/statutes/?kind=interpretation"),
    Page("statutes-none", "/statutes/?q=量子纠缠"),
    Page("statutes-words", "/statutes/?q=诚信原则"),
    Page("statutes-within", "/statutes/?q=保密&statute=示例短法-2020&old=1"),
    Page("statutes-meant", "/statutes/?q=示例短法1、2条"),
    Page("statute-plain", "{plain_law}"),
    Page("statute", "{short_law}"),
    Page("statute-long", "{long_law}"),
    Page("statute-part", "{long_law}part-2/"),
    Page("statute-part-page", "{long_law}part-2-2/"),
    Page("statute-article", "{short_law}3/"),
    Page("statute-no-article", "{short_law}99/", 404),
    Page("tools", "/tools/"),
    Page("tools-found", "/tools/?q=离婚去法院要交多少钱"),
    Page("tools-none", "/tools/?q=量子纠缠"),
    Page("tool", "/tools/overtime/"),
    Page("tool-errors", "/tools/severance/", 422, steps.calculated),
    Page("tool-result", "/tools/court-fee/", 200, steps.calculated),
    Page("about", "/pages/about/"),
    Page("privacy", "/pages/privacy/"),
    Page("minors", "/pages/minors/"),
    Page("disclaimer", "/pages/disclaimer/"),
    Page("fees", "/pages/fees/"),
    Page("error-400", "/consult/thread/copy/", 400, steps.too_many),
    Page("error-403", "/consult/thread/copy/", 403, steps.posted),
    Page("error-404", "/nothing/", 404),
    Page("error-405", "/consult/thread/copy/", 405),
    Page("error-410", "{gone}", 410),
    Page("error-413", "/consult/thread/copy/", 413, steps.too_large),
    Page("error-429", "/admin/login/", 429, steps.locked),
    Page("error-500", "/broken/", 500, steps.broken),
    Page("desk-login", "/admin/login/"),
]

ARTICLE = "/admin/articles/article/12/"
DESK = [
    Page("desk-start", "/admin/"),
    Page("desk-inbox", "/admin/consult/consultation/"),
    Page("desk-consultation", "{open}change/"),
    Page("desk-article", f"{ARTICLE}change/"),
]
OFFICE = [
    Page("desk-to-article", "{open}article/"),
    Page("desk-consultation-sealed", "{sealed}change/"),
    Page("desk-consultation-bulk", "/admin/consult/consultation/", 200, steps.many_to_assign),
    Page("desk-consultation-day", "/admin/consult/consultation/", 200, steps.many_to_follow_up),
    Page("desk-consultation-ended", "/admin/consult/consultation/", 200, steps.ended),
    Page("desk-conflict", "{sealed}conflict/"),
    Page("desk-register", "/admin/consult/consultation/register/"),
    Page("desk-register-looked-up", "/admin/consult/consultation/register/", 200, steps.looked_up),
    Page("desk-registered", "/admin/consult/consultation/register/", 200, steps.registered),
    Page("desk-appointments", "/admin/consult/consultation/appointments/"),
    Page("desk-article-history", f"{ARTICLE}history/"),
    Page("desk-article-checks", f"{ARTICLE}checks/"),
    Page("desk-article-links", f"{ARTICLE}links/"),
    Page("desk-article-withdraw", f"{ARTICLE}act/withdraw/"),
    Page("desk-article-delete", f"{ARTICLE}delete/"),
    Page("desk-article-batches", "/admin/articles/article/batches/"),
    Page("desk-article-bulk", "/admin/articles/article/", 200, steps.many_chosen),
    Page("desk-article-import", "{import}", 200, steps.looked_at),
    Page("desk-article-export", "/admin/transfer/articleimport/export/"),
    Page("desk-checkup", "/admin/articles/article/checks/"),
    Page("desk-parties-import", "/admin/consult/knownparty/import/"),
    Page("desk-law-review", "/admin/law-review/"),
    Page("desk-law-decisions", "/admin/law-review/history/"),
    Page("desk-law-import", "/admin/statutes/statute/import/"),
    Page("desk-test-message", "/admin/outbox/notice/trial/"),
    Page("desk-mail-server", "/admin/outbox/mail-server/"),
    Page("desk-opening", "/admin/opening/"),
    Page("desk-area", "/admin/firm/practicearea/2/change/"),
    Page("desk-holidays", "/admin/firm/specialday/"),
    Page("desk-holiday", "/admin/firm/specialday/add/"),
    Page("desk-opening-areas", "/admin/opening/areas/"),
    Page("desk-people", "/admin/people/"),
    Page("desk-person", "/admin/people/1/"),
    Page("desk-colleague", "{colleague}"),
    Page("desk-colleague-stop", "{colleague}stop/"),
    Page("desk-colleague-link", "{colleague}", 200, steps.handed_over),
    Page("desk-forgotten", "/admin/forgotten/"),
    Page("desk-new-password", "/admin/new-password/"),
    Page("desk-heads", "/admin/heads/"),
    Page("desk-head", "/admin/heads/home/"),
    Page("desk-head-area", "/admin/heads/area/2/"),
    Page("desk-pictures", "/admin/pictures/"),
    Page("desk-pictures-unused", "/admin/pictures/?show=unused"),
    Page("desk-picture", "/admin/pictures/", 200, steps.first_picture),
    Page("desk-figures", "/admin/figures/"),
    Page("desk-figures-month", "/admin/figures/?period=last-month&sort=areas:-received"),
    Page("desk-second-factor", "/admin/second-factor/"),
    Page("desk-invitation", "/admin/invitation/"),
    Page("desk-password", "/admin/password_change/"),
    Page("desk-error-404", "/admin/nothing/", 404),
]
# Rows of these come from elsewhere, or there is one alone.
NOT_ADDED = {"consultation", "notice", "searchedwords", "sitesettings", "statutearticle"}
NOT_ADDED |= {"tableversion", "toolchoice", "articleimport"}
NO_ROWS = {"searchedwords", "articleimport", "regionalfigure"}
NAMED = {"consultation", "article"}  # their forms are named above


def admin():
    """The desk, then the rest of the office, then the list and the forms of every model."""
    return [*DESK, *OFFICE, *[page for model in office.site._registry for page in _of(model)]]


def _of(model):
    name, path = model._meta.model_name, f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    if name != "consultation":
        yield Page(f"desk-{name}-list", path)
    if name not in NOT_ADDED:
        yield Page(f"desk-{name}-add", f"{path}add/")
    if name not in NO_ROWS | NAMED:
        yield Page(f"desk-{name}-form", path, 200, steps.first_row)
