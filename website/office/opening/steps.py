"""What has to be done before a site can be shown to people, from real data."""

from dataclasses import dataclass, field

from django.urls import reverse

from consult.services import notifications
from firm.models import Lawyer, Office
from firm.site import chosen_areas
from firm.site.required_particulars import missing_particulars
from outbox import services as outbox
from outbox.channels.mail import MAIL
from outbox.models import Notice
from website.office.start_page import test_message

SETTINGS = "admin:firm_sitesettings_changelist"
LAWYERS = "admin:firm_lawyer_changelist"
OFFICES = "admin:firm_office_changelist"


@dataclass(frozen=True)
class Step:
    """Something to do: words, why, where it is done, whether it is, and what of it is left.

    `parts` are the places that are left, each with its own address; `act` the words of the button.
    """

    label: str
    reason: str
    address: str
    act: str
    done: bool
    parts: list[tuple[str, str]] = field(default_factory=list)


def particulars() -> Step:
    """The settings that a law firm has to show."""
    told = "名称、执业许可证号、城市和电话，每一页都要写明。"
    # The panel of the field opens by itself.
    return _shown("填好律所信息", told, SETTINGS, begin=f"{reverse(SETTINGS)}#id_firm_name")


def lawyers() -> Step:
    """At least one lawyer, each with the number of the licence."""
    told = "网站上必须写明律师的姓名和执业证号。"
    return _shown("登记律师", told, LAWYERS, first=(Lawyer, "admin:firm_lawyer_add"))


def office() -> Step:
    """An address."""
    told = "咨询人要知道在哪里找到本所。"
    return _shown("登记办公地点", told, OFFICES, first=(Office, "admin:firm_office_add"))


def _shown(label, reason, where, begin="", first=None):
    """`begin` is the address to begin at, where that is not the list.

    `first` is a model and the name of the form that makes a record where there is none yet.
    """
    address = begin or reverse(where)
    missing = [one for one in missing_particulars() if one.where == where]
    if missing and first and not first[0].objects.exists():
        address = reverse(first[1])
    left = [(one.label, address) for one in missing]
    return Step(label, reason, address, "去填写", not left, left)


def areas() -> Step:
    """The firm has said what it works in."""
    return Step(
        "勾选办理的领域",
        "没有勾选的，不出现在网站和咨询表单里。",
        reverse("admin:opening_areas"),
        "去勾选",
        chosen_areas.are_chosen(),
    )


def hearers() -> Step:
    """Somebody is told of a new consultation."""
    return Step(
        "有人收到新咨询的通知",
        "在网站设置里填写新咨询通知邮箱，或者在“人员”里给能查看咨询的同事填上邮箱。",
        reverse(SETTINGS) + "#id_notify_email",
        "去填写",
        notifications.is_anybody_told(),
    )


def test_mail() -> Step:
    """A test message that a mail server has taken, so that nobody's question goes unheard."""
    mails = Notice.objects.sent().filter(kind=test_message.KIND, channel=MAIL.name)
    done = outbox.mail_is_set() and mails.exists()  # 0.1.0 called sent what it had printed
    reason = "收得到它，才收得到新咨询的通知。"
    if not outbox.mail_is_set():
        reason = "尚未配置邮件，通知无法寄出。请运维人员设置发信服务器（EMAIL_URL）后再发。"
    return Step("发一封测试邮件", reason, reverse("admin:test_message"), "发一封", done)


# The right without which a step is nobody's business, and the step.
MUST = [
    ("firm.change_sitesettings", particulars),
    ("firm.change_lawyer", lawyers),
    ("firm.change_office", office),
    ("firm.change_practicearea", areas),
    ("firm.change_sitesettings", hearers),
    ("outbox.change_notice", test_mail),
]
