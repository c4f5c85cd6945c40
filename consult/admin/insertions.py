"""What can be put into a reply: canned replies with their variables filled, articles to link."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When
from django.utils import timezone

from articles import search
from articles.models import Article
from consult import canned
from consult.models import CannedReply
from firm.identity import Identity
from firm.links import absolute_url

MOST_ARTICLES = 20


@dataclass(frozen=True)
class Choice:
    """One thing to put in: how it is listed, and the text that is put in."""

    key: str
    label: str
    text: str


def canned_replies(consultation):
    """The canned replies of a consultation's area and those of all areas."""
    areas = Q(area=None) | Q(area=consultation.area) | Q(area=consultation.area.parent_id)
    return CannedReply.objects.filter(areas, is_active=True)


def filled(reply, values):
    """A canned reply as a choice."""
    return Choice(str(reply.pk), reply.title, canned.fill(reply.text, values))


def values(consultation, user, signature):
    """What stands for each variable in a reply of this user to this client."""
    lawyer = getattr(user, "lawyer", None)
    promised = timezone.localtime(consultation.promised_at)
    return {
        canned.NAME: consultation.name,
        canned.AREA: consultation.area.name,
        canned.PROMISE: f"{promised.month}月{promised.day}日{promised:%H:%M}",
        canned.LAWYER: signature,
        canned.PHONE: (lawyer and lawyer.phone) or Identity().phone,
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
