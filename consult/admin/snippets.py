"""What can be put into a reply: canned replies with their variables filled, articles to link."""

from dataclasses import dataclass

from django.db.models import Case, Prefetch, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format

from articles import search
from articles.models import Article
from consult.base import canned_variables
from consult.models import CannedCitation, CannedReply
from firm.base.urls import absolute_url
from firm.site.identity import Identity
from statutes.base.enums import PUBLIC_LEVELS

MOST_ARTICLES = 20
LAW_MOVED = "（法规有变动，请先核对）"
CHECK_FIRST = "已插入的常用答复请先核对："


@dataclass(frozen=True)
class Choice:
    """One thing to put in: how it is listed, the text that is put in, what to look at first."""

    key: str
    label: str
    text: str
    hint: str = ""


def canned_replies(consultation):
    """The canned replies of a consultation's area and those of all areas, with their warnings."""
    areas = Q(area=None) | Q(area=consultation.area) | Q(area=consultation.area.parent_id)
    warned = CannedCitation.objects.open().filter(level__in=PUBLIC_LEVELS)
    known = Prefetch("citations", warned, to_attr="warned")
    return CannedReply.objects.filter(areas, is_active=True).prefetch_related(known)


def filled(reply, values):
    """A canned reply as a choice, marked when the law that it cites has moved."""
    hint = hint_of(reply)
    label = f"{reply.title}{LAW_MOVED}" if hint else reply.title
    return Choice(str(reply.pk), label, canned_variables.fill(reply.text, values), hint)


def hint_of(reply):
    """What to look at before a canned reply goes out; for the lawyer, not for the client."""
    said = list(dict.fromkeys(one.words for one in reply.warned))
    more = f"另有{len(said) - 2}条提示。" if len(said) > 2 else ""
    return f"{CHECK_FIRST}{''.join(said[:2])}{more}" if said else ""


def values(consultation, user, signature):
    """What stands for each variable in a reply of this user to this client."""
    lawyer = getattr(user, "lawyer", None)
    until = consultation.promised_until
    told = date_format(timezone.localtime(until), "n月j日H:i") if until else ""
    return {
        **{one.name: one.value for one in consultation.facts.all()},
        canned_variables.NAME: consultation.name,
        canned_variables.AREA: consultation.area.name,
        canned_variables.PROMISE: told,
        canned_variables.LAWYER: signature,
        canned_variables.PHONE: (lawyer and lawyer.phone) or Identity().phone,
    }


def articles(consultation, words=""):
    """Public articles to link: those that words find, else the newest, the area's own first."""
    if words:
        found, _ = search.search(words, limit=MOST_ARTICLES)
        by_key = Article.objects.published().in_bulk(found)
        return [linked(by_key[key]) for key in found if key in by_key]
    own_first = Case(When(area=consultation.area, then=Value(0)), default=Value(1))
    newest = Article.objects.published().order_by(own_first, "-publish_at", "-pk")
    return [linked(article) for article in newest.only("pk", "title")[:MOST_ARTICLES]]


def linked(article):
    """An article as a choice: its title and its full address."""
    text = f"《{article.title}》\n{absolute_url(article.get_absolute_url())}"
    return Choice(str(article.pk), article.title, text)


def added(text, more):
    """A text with something put below it."""
    return f"{text.rstrip()}\n\n{more}" if text.strip() else more
