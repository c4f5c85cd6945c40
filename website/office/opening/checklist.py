"""上线清单: what has to be done before a site opens, what may be done, and how far it is.

It ends by itself: the worker notes that all is done, because what proves it does not stay for ever
(the ledger forgets a test mail after three months). What is only advised does not hold it up.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from consult.desk import access
from consult.services import notifications
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SiteSettings, SpecialDay
from firm.site import legal_pages as site_legal_pages
from firm.site import opening_hours, records
from firm.site.legal_pages import CHANGE, LegalPageState, State, legal_pages
from firm.site.required_particulars import missing_particulars
from outbox import services as outbox
from outbox.channels.mail import MAIL
from outbox.models import Notice
from website.office import test_message
from website.office.second_factor import devices

SETTINGS = "admin:firm_sitesettings_changelist"
LAWYERS = "admin:firm_lawyer_changelist"
OFFICES = "admin:firm_office_changelist"
MOST_NAMES = 5
FIXED_DAYS = 6  # of 元旦, 劳动节 and 国庆节, which need no notice
PAGE_RIGHT = "firm.change_page"


class Step(NamedTuple):
    """Something to do; `parts` are the places that are left of it, each with its own address."""

    label: str
    reason: str
    address: str
    act: str
    done: bool
    parts: Sequence[tuple[str, str]] = ()


def _shown(label, reason, where, anchor="", first=None):
    """What the site must say of the firm. `first` is a model and the name of the form that makes a
    record where there is none yet."""
    address = reverse(where) + anchor
    missing = [one for one in missing_particulars() if one.where == where]
    if missing and first and not first[0].objects.exists():
        address = reverse(first[1])
    left = [(one.label, address) for one in missing]
    return Step(label, reason, address, "去填写", not left, left)


FIRM = "名称、执业许可证号、城市和电话，每一页都要写明。"
NO_MAIL = "没有它，新咨询的通知和给咨询人的提醒都无法寄出。"
LAWYER = "网站上必须写明律师的姓名和执业证号。"
OFFICE = "咨询人要知道在哪里找到本所。"
# The panel of the field opens by itself.
particulars = partial(_shown, "填好律所信息", FIRM, SETTINGS, "#id_firm_name")
lawyers = partial(_shown, "登记律师", LAWYER, LAWYERS, first=(Lawyer, "admin:firm_lawyer_add"))
office = partial(_shown, "登记办公地点", OFFICE, OFFICES, first=(Office, "admin:firm_office_add"))


def areas() -> Step:
    reason, address = "未勾选的领域不出现在网站和咨询表单里。", reverse("admin:opening_areas")
    done = PracticeArea.objects.published().exists()
    return Step("勾选办理的领域", reason, address, "去勾选", done)


def hearers() -> Step:
    reason = "在网站设置里填写新咨询通知邮箱，或者在“人员”里给能查看咨询的同事填上邮箱。"
    address, done = reverse(SETTINGS) + "#id_notify_email", notifications.is_anybody_notified()
    return Step("有人收到新咨询的通知", reason, address, "去填写", done)


def test_mail() -> Step:
    """A test message that a mail server has taken, so that nobody's question goes unheard."""
    mails = Notice.objects.sent().filter(kind=test_message.KIND, channel=MAIL.name)
    done = outbox.mail_is_set() and mails.exists()  # 0.1.0 called sent what it had printed
    reason = "能收到测试邮件，才能收到新咨询的通知。"
    if not outbox.mail_is_set():
        return Step("设置发信邮箱", NO_MAIL, reverse("admin:mail_server"), "去设置", False)
    return Step("发一封测试邮件", reason, reverse("admin:test_message"), "发一封", done)


# The right without which a step is nobody's business, and the step.
MUST: list[tuple[str, Callable[[], Step]]] = [
    ("firm.change_sitesettings", particulars),
    ("firm.change_practicearea", areas),  # before the lawyers, who are given theirs
    ("firm.change_lawyer", lawyers),
    ("firm.change_office", office),
    ("firm.change_sitesettings", hearers),
    ("outbox.change_notice", test_mail),
]


def portrait() -> Step:
    own = records.lawyers()
    faceless = next((lawyer for lawyer in own if not lawyer.portrait), None)
    address = reverse(LAWYERS)
    if faceless:
        address = reverse("admin:firm_lawyer_change", args=[faceless.pk]) + "#id_portrait"
    done = any(lawyer.portrait for lawyer in own)
    return Step("上传律师照片", "半身照片最合适，手机拍的也可以。", address, "去上传", done)


def first_article() -> Step:
    done = Article.objects.published().exists()
    address = reverse("admin:articles_article_add")
    if not done and Article.objects.exists():
        address = reverse("admin:articles_article_changelist") + "?stage=draft"
    return Step("发布第一篇文章", "写一个咨询人常问的问题。", address, "去写", done)


def holidays() -> Step:
    """Those of next year are known to the package, or entered, more than those of fixed date."""
    year = timezone.localdate().year + 1
    entered = SpecialDay.objects.filter(date__year=year).count()
    last = opening_hours.last_year()
    reason = f"软件自带的放假安排到{last}年为止；升级软件，或者按国务院办公厅的通知逐日登记。"
    address, done = reverse("admin:firm_specialday_add"), last >= year or entered > FIXED_DAYS
    return Step(f"登记{year}年的放假安排", reason, address, "去登记", done)


def second_factor() -> Step:
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    left = list(people.exclude(devices.protected()).select_related("lawyer"))
    names = "、".join(access.display_name(person) for person in left[:MOST_NAMES])
    names += "等" if len(left) > MOST_NAMES else ""
    label = f"{len(left)}人没有开通两步验证" if left else "人人都开通了两步验证"
    return Step(label, names, reverse("admin:people"), "看人员", not left)


def cookies() -> Step | None:
    """A notice of the firm's own that names not every cookie, as the drafts do; else nothing."""
    page = Page.objects.filter(kind=PageKind.PRIVACY).first()
    if page is None or not (left := site_legal_pages.cookies_left_out(page)):
        return None
    reason = f"正文没有写：{'、'.join(left)}。"
    return Step("隐私告知补上Cookie", reason, reverse(CHANGE, args=[page.pk]), "去补充", False)


def texts() -> Step | None:
    """Text messages are set up, and the firm's notice says nothing of who sends them."""
    reason = "短信已经设好。告知写明由短信服务商发送、重新确认以后，咨询表单才提供短信提醒。"
    said = site_legal_pages.tells_of_sms
    return _amend("短信提醒", reason, said) if outbox.sms_is_set() else None


def wechat() -> Step | None:
    """The same of what visitors write to the firm in WeChat."""
    reason = "网站上有微信客服的链接。告知应写明在那里写的内容离开本站，由腾讯保存。"
    said = site_legal_pages.tells_of_wechat
    return _amend("微信客服", reason, said) if SiteSettings.load().wechat_service else None


def _amend(what, reason, is_said):
    page = Page.objects.filter(kind=PageKind.PRIVACY).first()
    if page is None or is_said(page.body):
        return None
    return Step(f"隐私告知补上{what}", reason, reverse(CHANGE, args=[page.pk]), "去补充", False)


# What makes a new site better, and may be left open.
ADVICE = [
    ("firm.change_lawyer", portrait),
    (PAGE_RIGHT, first_article),  # lawyers write articles, too, and open no site
    ("firm.add_specialday", holidays),
    ("firm.manage_people", second_factor),
    (PAGE_RIGHT, cookies),
    (PAGE_RIGHT, texts),
    (PAGE_RIGHT, wechat),
]


class PageRow:
    """A legal page in the list: what it is, how far it is, and what can be done about it now."""

    def __init__(self, state: LegalPageState):
        self.state, self.done = state, state.done
        self.title = state.page.title if state.page else state.kind.label
        # How far it is, and what stands in the way, in sentences.
        self.sentences = [state.words, *state.refusals]
        # What says something that has changed since is mended in its form first.
        known_wrong = state.refusals or state.state == State.OUTDATED
        self.may_confirm = not (state.may_draft or state.done or known_wrong)


class Checklist:
    """What is a person's business; `left` counts what must be done before the site is shown."""

    def __init__(self, user):
        self.must = [step() for right, step in MUST if user.has_perm(right)]
        self.pages = [PageRow(one) for one in legal_pages()] if user.has_perm(PAGE_RIGHT) else []
        advice = (step() for right, step in ADVICE if user.has_perm(right))
        self.advice = [step for step in advice if step]
        everything: list[Step | PageRow] = [*self.must, *self.pages, *self.advice]
        self.total, self.done = len(everything), sum(one.done for one in everything)
        left = [one for one in everything if not one.done]
        self.left = len(left) - sum(not one.done for one in self.advice)


def tile(user) -> dict:
    """What the start page shows of it: nothing in the sample, or once done or put away."""
    if settings.SAMPLE_SITE or not SiteSettings.load().opening_list:
        return {}
    found = Checklist(user)
    return {"opening": found, "opening_said": True} if found.left else {}


def settle() -> None:
    if (
        SiteSettings.load().opening_list
        and all(step().done for _, step in MUST)
        and all(state.done for state in legal_pages())
    ):
        SiteSettings.objects.update(opening_list=False)
