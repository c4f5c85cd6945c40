"""What makes a new site better, and may be left open."""

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from consult.base import staff
from firm.models import Page, PageKind, SpecialDay
from firm.site import known_holidays, legal_facts, shown
from firm.site.legal_pages import CHANGE
from outbox import services as outbox
from website.office.opening.steps import LAWYERS, Step
from website.office.second_factor import devices

MOST_NAMES = 5
FIXED_DAYS = 6  # of 元旦, 劳动节 and 国庆节, which need no notice


def portrait() -> Step:
    """A face: at least one lawyer has a portrait."""
    own = shown.lawyers()
    faceless = next((lawyer for lawyer in own if not lawyer.portrait), None)
    address = reverse(LAWYERS)
    if faceless:
        address = reverse("admin:firm_lawyer_change", args=[faceless.pk]) + "#id_portrait"
    done = any(lawyer.portrait for lawyer in own)
    return Step("上传律师照片", "半身照片最合适，手机拍的也可以。", address, "去上传", done)


def first_article() -> Step:
    """An article that visitors can read."""
    done = Article.objects.published().exists()
    address = reverse("admin:articles_article_add")
    if not done and Article.objects.exists():
        address = reverse("admin:articles_article_changelist") + "?stage=draft"
    return Step("发布第一篇文章", "写一个咨询人常问的问题。", address, "去写", done)


def holidays() -> Step:
    """The holidays of next year: known to the package, or entered, more than those of fixed date.

    Before they are, weekends alone count as days off.
    """
    year = timezone.localdate().year + 1
    entered = SpecialDay.objects.filter(date__year=year).count()
    return Step(
        f"登记{year}年的放假安排",
        f"软件自带的放假安排到{known_holidays.last_year()}年为止；升级软件，或者按国务院办公厅的通知逐日登记。",
        reverse("admin:firm_specialday_add"),
        "去登记",
        known_holidays.last_year() >= year or entered > FIXED_DAYS,
    )


def second_factor() -> Step:
    """Every account of the staff asks for a code."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    left = list(people.exclude(devices.protected()).select_related("lawyer"))
    names = "、".join(staff.display_name(person) for person in left[:MOST_NAMES])
    return Step(
        f"{len(left)}人没有开通两步验证" if left else "人人都开通了两步验证",
        names + ("等" if len(left) > MOST_NAMES else ""),
        reverse("admin:people"),
        "看人员",
        not left,
    )


def cookies() -> Step | None:
    """A notice of the firm's own that names not every cookie, as the drafts do; else nothing."""
    page = Page.objects.filter(kind=PageKind.PRIVACY).first()
    left = [] if page is None else legal_facts.cookies_left_out(page)
    if page is None or not left:
        return None
    return Step(
        "隐私告知补上Cookie",
        f"正文没有写：{'、'.join(left)}。",
        reverse(CHANGE, args=[page.pk]),
        "去补充",
        done=False,
    )


def texts() -> Step | None:
    """Text messages are set up, and the firm's notice says nothing of who sends them."""
    if not outbox.sms_is_set():
        return None
    page = Page.objects.filter(kind=PageKind.PRIVACY).first()
    if page is None or legal_facts.tells_of_sms(page.body):
        return None
    return Step(
        "隐私告知补上短信提醒",
        "短信已经设好。告知写明由短信服务商发送、重新确认以后，咨询表单才提供短信提醒。",
        reverse(CHANGE, args=[page.pk]),
        "去补充",
        done=False,
    )


ADVICE = [
    ("firm.change_lawyer", portrait),
    ("firm.change_page", first_article),  # lawyers write articles, too, and open no site
    ("firm.add_specialday", holidays),
    ("firm.manage_people", second_factor),
    ("firm.change_page", cookies),
    ("firm.change_page", texts),
]
