"""开张清单: what a firm has to do before its site can be shown to people, from real data.

It ends by itself: the worker notes that all is done, because what proves it does not stay for ever
(the ledger forgets a test mail after three months). Sample records count as nothing.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.models import Article
from firm.models import Lawyer, Office, Page, PageKind, SiteSettings
from firm.site.required_particulars import missing_particulars
from outbox import services as outbox
from outbox.channels.mail import MAIL
from outbox.models import Notice
from website.office.start_page import test_message

PAGES = "admin:firm_page_changelist"
LAWYERS = "admin:firm_lawyer_changelist"
OFFICES = "admin:firm_office_changelist"
SETTINGS = "admin:firm_sitesettings_changelist"
SETTING_RIGHT = "firm.change_sitesettings"
PAGE_RIGHT = "firm.change_page"
PUT_AWAY = "开张清单不再显示。想再看，请到“网站设置”里勾选“显示开张清单”。"


@dataclass(frozen=True)
class Step:
    """Something to do: words, where it is done, whether it is, and its parts that are missing."""

    label: str
    hint: str
    address: str
    done: bool
    parts: list[tuple[str, str]] = field(default_factory=list)


def particulars() -> Step:
    """What a law firm has to show, and that it is its own and not the sample's."""
    missing = [(part.label, part.where) for part in missing_particulars() if part.where != PAGES]
    parts = [(label, reverse(where)) for label, where in [*missing, *_samples()]]
    return Step(
        "填好本所信息",
        "名称、执业许可证号、电话、律师和地址，示例资料要换成本所的。",
        parts[0][1] if parts else reverse(SETTINGS),
        not parts,
        parts,
    )


def _samples():
    samples = [
        (SiteSettings.objects, "网站设置（现在是示例）", SETTINGS),
        (Lawyer.objects.published(), "律师（现在是示例）", LAWYERS),
        (Office.objects, "办公地址（现在是示例）", OFFICES),
    ]
    return [
        (label, where) for rows, label, where in samples if rows.filter(is_sample=True).exists()
    ]


def notice() -> Step:
    """The privacy notice in the firm's own words, published."""
    page = Page.objects.filter(kind=PageKind.PRIVACY).first()
    address = reverse("admin:firm_page_change", args=[page.pk]) if page else reverse(PAGES)
    done = bool(page and page.is_published and page.version and not page.is_sample)
    return Step("核对隐私告知", "通读一遍，改成本所的名称和做法，保存。", address, done)


def portrait() -> Step:
    """A face: of one's own lawyers, at least one has a portrait."""
    own = Lawyer.objects.published().filter(is_sample=False)
    faceless = own.filter(portrait="").first()
    address = reverse(LAWYERS)
    if faceless:
        address = reverse("admin:firm_lawyer_change", args=[faceless.pk]) + "#id_portrait"
    done = own.exclude(portrait="").exists()
    return Step("上传律师照片", "半身照片最合适，手机拍的也可以。", address, done)


def first_article() -> Step:
    """An article of one's own that visitors can read."""
    own = Article.objects.filter(is_sample=False)
    done = own.published().exists()
    address = reverse("admin:articles_article_add")
    if not done and own.exists():
        address = reverse("admin:articles_article_changelist") + "?stage=draft"
    return Step("发布第一篇文章", "写一个咨询人常问的问题。", address, done)


def test_mail() -> Step:
    """A test message that a mail server has taken, so that nobody's question goes unheard."""
    mails = Notice.objects.sent().filter(kind=test_message.KIND, channel=MAIL.name)
    done = outbox.mail_is_set() and mails.exists()  # 0.1.0 called sent what it had printed
    hint = "收得到它，才收得到新咨询的通知。"
    if not outbox.mail_is_set():
        hint = "先请管网站的人设置发信服务器（EMAIL_URL），再发。"
    return Step("发一封测试邮件", hint, reverse("admin:test_message"), done)


# The right without which a step is nobody's business, and the step.
STEPS = [
    (SETTING_RIGHT, particulars),
    (PAGE_RIGHT, notice),
    ("firm.change_lawyer", portrait),
    ("articles.add_article", first_article),
    ("outbox.change_notice", test_mail),
]


def context(user) -> dict:
    """The list as a person sees it; nothing when theirs is done or the list was put away."""
    mine = [step for right, step in STEPS if user.has_perm(right)]
    if not mine or not SiteSettings.load().opening_list:
        return {}
    steps = [step() for step in mine]
    done = sum(step.done for step in steps)
    if done == len(steps):
        return {}
    found = {"opening": steps, "opening_done": done}
    if user.has_perm(SETTING_RIGHT) and user.has_perm(PAGE_RIGHT):
        found["missing_particulars"] = []  # said once, in the list
    return found


def settle() -> None:
    """Note that all is done, for good."""
    if SiteSettings.load().opening_list and all(step().done for _, step in STEPS):
        SiteSettings.objects.update(opening_list=False)


@require_POST
def put_away(request):
    """Show the list to nobody any more; in the settings it is taken out again."""
    if not request.user.has_perm(SETTING_RIGHT):
        raise PermissionDenied
    if not SiteSettings.objects.update(opening_list=False):
        SiteSettings(opening_list=False).save()
    messages.success(request, PUT_AWAY)
    return redirect("admin:index")


def urls(site) -> list:
    """The one address, for those who may enter the admin."""
    return [path("opening/put-away/", site.admin_view(put_away), name="put_opening_away")]
