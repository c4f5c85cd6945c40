"""What lists of the desk show of one consultation: of what was confided masks, and the first line
of the question (`access.with_first_lines`).
"""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timeuntil

from consult.admin.desk import address_of
from consult.base.enums import STATES, Conflict, Source, State
from consult.base.policy import Action
from consult.crypto.fields import DecryptionError
from consult.desk import access, metrics
from firm.base import phones
from firm.base.dates import short_day

WHOLE = 11  # from this many digits on three and four of them say little
NOTHING = "—"
LOCKED = "暂时无法解密"
NEAR = "名称相近"
LEFT, LAST_DAY, OVER = "时效还剩{}天", "时效今天届满", "时效已过"


def name(text: str) -> str:
    """The first character and a star: 张*; nothing of nothing."""
    text = text.strip()
    return f"{text[:1]}*" if text else ""


def phone(number: str) -> str:
    """138****1234; of a shorter number only its last two digits."""
    digits = phones.digits(number)
    if not digits:
        return ""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= WHOLE else f"****{digits[-2:]}"


@admin.display(description="选择")
def tick(consultation):
    box = '<input type="checkbox" class="action-select" name="chosen" value="{}" aria-label="{}">'
    return format_html(box, consultation.pk, f"选中{consultation.reference}")


@admin.display(description="问题")
def lead(consultation):
    """Its first line, the way to its page, else its number; then what is to be followed up, who
    asks, masked, and in which area, or why that is not shown. The list has set `first_line`.
    """
    parts = [access.why_none(consultation), consultation.area.name]
    if not parts[0]:
        try:
            why = consultation.follow_up_why
        except DecryptionError:
            why = ""
        follow_up = why and format_html("跟进：<b>{}</b>", access.shortened(why))
        parts = [follow_up, client(consultation), consultation.area.name]
    return format_html(
        '<a href="{}">{}</a><span class="first-line">{}</span>',
        address_of(consultation),
        consultation.first_line or str(consultation),
        format_html_join(" · ", "{}", ((one,) for one in parts if one)),
    )


@admin.display(description="状态", ordering="state")
def badges(consultation):
    """Its state, what raises it, when it comes back, how it came, what became of it."""
    meta = STATES[consultation.state]
    found = [(meta.badge, consultation.get_state_display())]
    if why := consultation.why_urgent:  # a sealed one says no more of what was written
        found += [("red urgent", one) for one in (["紧急"] if consultation.sealed else why)]
    if consultation.conflict == Conflict.SEALED:
        found.append(("grey", "待审查"))
    elif consultation.near:
        found.append(("grey", NEAR))
    left = metrics.days_left(consultation)
    if left is not None:
        found.append(("red", OVER if left < 0 else LEFT.format(left) if left else LAST_DAY))
    if consultation.unread > (consultation.state == State.NEW):  # which is itself unread
        found.append(("blue", f"{consultation.unread}条未读"))
    if on := consultation.follow_up_on:
        found.append(("red" if on <= timezone.localdate() else "plain", f"跟进 {near_day(on)}"))
    if consultation.source != Source.SITE:
        found.append(("plain", consultation.get_source_display()))
    if consultation.outcome:
        found.append(("plain", consultation.get_outcome_display()))
    return format_html_join(" ", '<span class="badge badge-{}">{}</span>', found)


@admin.display(description="咨询人")
def client(consultation):
    """Name and telephone, masked; of a closed letter nothing."""
    if not consultation.allows(Action.READ):
        return NOTHING
    try:
        parts = [name(consultation.name), phone(consultation.phone)]
    except DecryptionError:
        return LOCKED
    return " ".join(filter(None, parts)) or "未留称呼"


def clock(moment):
    """11月24日 19:30, by Beijing time."""
    return date_format(timezone.localtime(moment), "n月j日 H:i")


def near_day(on):
    """今天, of the days around this one; of others the day."""
    near = {-1: "昨天", 0: "今天", 1: "明天"}
    return near.get((on - timezone.localdate()).days) or short_day(on)


def near_clock(moment):
    """今天 18:00."""
    at = timezone.localtime(moment)
    return f"{near_day(at.date())} {at:%H:%M}"


@admin.display(description="收到", ordering="received_at")
def received_as(consultation):
    when = near_clock(consultation.received_at)
    number = consultation.first_line and consultation.reference  # else it is called by that
    return format_html('{} <span class="reference">{}</span>', when, number and f"编号{number}")


@admin.display(description="答复期限", ordering="promised_at")
def promise(consultation):
    """Until when an answer is promised; what is answered or ended owes none."""
    if not consultation.waits:
        return NOTHING
    when = near_clock(consultation.promised_at)
    if metrics.late(consultation):
        return format_html('<strong class="late">{}（已超时）</strong>', when)
    return when


@admin.display(description="负责人", ordering="assignee__username")
def in_charge(consultation):
    return access.display_name(consultation.assignee) if consultation.assignee_id else "尚未分派"


def row(one) -> dict:
    """Of one consultation, for the start page and what was found, with its `first_line` set."""
    found = {"lead": lead(one), "badges": badges(one), "in_charge": in_charge(one)}
    in_time = one.waits and not metrics.late(one)
    left = timeuntil(one.promised_at, depth=1).replace("\xa0", "") if in_time else ""
    return {**found, "address": address_of(one), "promise": promise(one), "left": left}
