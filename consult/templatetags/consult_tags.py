"""Template tags of consult: the conflict check on the desk, the usual reply time elsewhere."""

from datetime import timedelta
from statistics import median

from django import template
from django.utils import timezone

from consult.base.enums import DOUBTED, Conflict
from consult.base.policy import Action
from consult.conflicts import records
from consult.desk import access
from consult.models import Consultation

register = template.Library()

DAYS = 90
FEWEST = 5  # fewer answers would tell of single clients
MOST = 200  # the newest are enough; the index on the time of the answer finds them
# Half of all answers came within so many hours.
WITHIN = (1, 2, 4, 8, 12, 24, 48, 72, 168)
SAID = {12: "半天内", 48: "两天内", 72: "三天内", 168: "一周内"}


def sentence(lawyer=None) -> str:
    """`通常在4小时内答复`, of one lawyer or of the firm; empty where there is too little to say.

    In clock hours, nights and holidays included: that is what a client lives through.
    What is doubted or sealed, or was declined, counts for nothing.
    """
    since = timezone.now() - timedelta(days=DAYS)
    if lawyer and not lawyer.user_id:
        return ""
    rows = Consultation.objects.filter(
        answered_at__gte=since, conflict__in=[Conflict.CLEAR, Conflict.ALLOWED]
    ).exclude(state__in=DOUBTED)
    if lawyer:
        rows = rows.filter(assignee=lawyer.user_id)
    spans = rows.order_by("-answered_at").values_list("received_at", "answered_at")[:MOST]
    hours = [(answered - came).total_seconds() / 3600 for came, answered in spans if answered]
    if len(hours) < FEWEST:
        return ""
    within = next((most for most in WITHIN if median(hours) <= most), None)
    return f"通常在{SAID.get(within, f'{within}小时内')}答复" if within else ""


@register.simple_tag
def conflict_verdict(consultation):
    """What the conflict check came to: in words; in a line, with a single gap by name; the gaps."""
    words, gaps = records.verdict(consultation)
    told = short = words.rpartition("，但")[2]
    if short != words and len(gaps) == 1:
        told = f"{gaps[0].where}{gaps[0].name and f'“{gaps[0].name}”'}{gaps[0].why}"
    return {"words": words, "short": short, "told": told, "gaps": gaps}


@register.simple_tag
def who_decides():
    """Who may decide on a conflict, by name."""
    return "、".join(access.display_name(one) for one in access.holders(Action.REVIEW)[:3])


@register.simple_tag
def staff_name(user):
    return access.display_name(user)


@register.simple_tag(takes_context=True)
def usual_reply(context, lawyer=None):
    """What is usual for a lawyer, or for the firm; what is promised where that cannot be said.

    A firm that promises no time is not held to its usual one: then it says who answers.
    """
    promised = context["site"].settings.promise_text
    return (sentence(lawyer) or f"{promised}答复") if promised else "由执业律师答复"
