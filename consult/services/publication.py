"""An answer on its way to an article: written anew, agreed to by its client, made a draft.

Its client consents in general, then to the very words, and may take that back at any time. What of
the text is marked and not ticked keeps it from the client, from the draft, and from every way to
publish the article.
"""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, format_html

from articles.models import Article
from articles.workflow import amending, publishing
from articles.workflow.publishing import PublishingError
from consult.base.enums import JUDGED, ConsentKind, EventKind, Sender
from consult.base.enums import PublicationState as State
from consult.base.policy import Action
from consult.crypto.fields import DecryptionError
from consult.desk import marks
from consult.models import Consultation, Publication
from consult.services import base, notifications
from richtext.core.tree import parse

NO_ANSWER = "还没有咨询人看得到的答复，答复以后才能整理成文章。"
NO_CONSENT = "咨询人没有同意隐去身份后公开，或者已经收回同意，不能整理成文章。"
GONE = "这份公开稿已经不在了，请刷新页面。"
CHANGED = (
    "打开本页以后，公开稿又有改动（同事修改，或者咨询人已经答复）。"
    "您写的内容还在，没有保存，请核对后再保存。"
)
NOT_WRITTEN = "还没有写成公开稿，不能发给咨询人确认。"
NOT_AGREED = "咨询人还没有同意这份公开稿，不能转成文章。"
MADE_ALREADY = "已经转成文章，公开稿不能再改；要改请在文章里改。"
NOT_TICKED = "还有{}处标记没有处理，请改写，或者选好理由保留。"
NOT_TICKED_ARTICLE = (
    "这篇文章由咨询整理而成，其中还有{}处标记没有处理，不能发布。请改写，或者由负责这条咨询的律师"
    "在公开稿页面逐处选好理由保留。"
)
NOT_COMPARED = "这篇文章由咨询整理而成，暂时无法与咨询内容核对，不能发布，请联系运维人员。"
NOT_REQUESTED = "公开稿刚刚有改动，或者已经收回，请以现在的内容为准。"
WITHIN = re.compile("#|/(?!/)")  # how an address begins that leads to the site itself
SUMMARY = 300  # characters that the summary of an article takes
VERDICTS = {
    State.AGREED: EventKind.ARTICLE_AGREED,
    State.CHANGES: EventKind.ARTICLE_OBJECTED,
    State.OBJECTED: EventKind.ARTICLE_OBJECTED,
}


@transaction.atomic
def start_article(*, consultation: Consultation, user: User) -> Publication:
    """Begin, or go on with what was begun; afresh after a consent was taken back and given anew."""
    consultation = _locked(consultation, user)
    known = consultation.publications.first()
    if known and known.state != State.WITHDRAWN:
        return known
    if not consultation.messages.for_client().filter(sender=Sender.LAWYER).exists():
        raise base.NotAllowedError(NO_ANSWER)
    if known:
        known.delete()
    lawyer = getattr(user, "lawyer", None)
    begun = Publication.objects.create(
        consultation=consultation, updated_by=user, area=consultation.area, author=lawyer
    )
    base.record(consultation, EventKind.ARTICLE_STARTED, user)
    return begun


@transaction.atomic
def save_article(
    *, consultation: Consultation, user: User, version: int, wording: Mapping[str, object]
) -> Publication:
    """Store what was decided and written, by the fields of `Publication`; other words have to be
    agreed to anew. Of what is an article already, decisions on its marks alone."""
    publication = _open(consultation, user, version, made={*wording} == {"choices"})
    if publication.state == State.MADE:
        return _stored(publication, user, **wording)
    if all(getattr(publication, name) == value for name, value in wording.items()):
        return publication
    return _stored(publication, user, state=State.PREPARING, **wording)


@transaction.atomic
def ask_client(*, consultation: Consultation, user: User, version: int) -> Publication:
    """Show it to the client, who is told by mail that there is something to read; twice is once."""
    publication = _open(consultation, user, version)
    if not (publication.is_written and publication.title and publication.author):
        raise base.NotAllowedError(NOT_WRITTEN)
    _refuse_unticked(publication)
    if publication.state == State.ASKED:
        return publication
    changes = {"state": State.ASKED, "asked_at": timezone.now()}
    _stored(publication, user, **changes, judged_at=None, wish="")
    base.record(publication.consultation, EventKind.ARTICLE_ASKED, user)
    notifications.ask_reader(publication)
    return publication


@transaction.atomic
def judge_article(
    *,
    consultation: Consultation,
    asked_at: datetime | None,
    verdict: State,
    wish: str = "",
    gone: Sequence[str] = (),
) -> Publication:
    """What the client says of the text that was asked about at a time; said twice, it is once.

    Marked words that are to be `gone` lose their reason.
    """
    consultation = base.locked_for(Action.JUDGE_ARTICLE, consultation)
    publication = consultation.publications.first()
    if publication is None or publication.state not in {State.ASKED, *JUDGED}:
        raise base.NotAllowedError(NOT_REQUESTED)
    if publication.asked_at != asked_at or not is_consented(consultation):
        raise base.NotAllowedError(NOT_REQUESTED)
    if (publication.state, publication.wish) == (verdict, wish):
        return publication
    publication.state, publication.wish = verdict, wish
    if gone:
        publication.choices = publication.decided.without(gone).dumped()
    publication.judged_at = now = timezone.now()
    publication.version += 1
    publication.save()
    base.record(consultation, VERDICTS[verdict])
    occasion = f"{publication.pk.hex}:{publication.version}"
    notifications.tell_staff("consult_judged", consultation, now, occasion)
    return publication


@transaction.atomic
def make_article(*, consultation: Consultation, user: User) -> Article:
    """A draft of what the client has agreed to, to the letter; made twice, it is one."""
    consultation = _locked(consultation, user)
    publication = consultation.publications.select_related("article").first()
    if publication and publication.article:
        return publication.article
    if publication is None or publication.state != State.AGREED or publication.author is None:
        raise base.NotAllowedError(NOT_AGREED)
    publication.consultation = consultation
    _refuse_unticked(publication)
    first = publication.answer.partition("\n")[0].strip()
    article = Article(  # nothing in it says where it comes from
        title=publication.title,
        area=publication.area or consultation.area,
        author=publication.author,
        summary=first if len(first) <= SUMMARY else "",
        body=_html("问题", publication.question) + _html("答复", publication.answer),
    )
    amending.note(article)
    publishing.save_draft(article=article, user=user, tags=[])
    _stored(publication, user, article=article, state=State.MADE)
    base.record(consultation, EventKind.ARTICLE_MADE, user)
    return article


@transaction.atomic
def drop_article(*, consultation: Consultation, user: User) -> None:
    """Give it up before there is an article; the client is not shown it any more."""
    consultation = _locked(consultation, user, consented=False)
    consultation.publications.filter(article=None).delete()


def is_consented(consultation: Consultation) -> bool:
    return consultation.active_consents(ConsentKind.PUBLICATION).exists()


def texts_of(publication: Publication) -> list[str]:
    """What would be public; of what is an article, all that its next version shows."""
    if publication.article is None:
        return [publication.title, publication.question, publication.answer]
    return _shown(*publishing.as_edited(copy(publication.article)))


def _shown(article: Article, tags: Sequence[str]) -> list[str]:
    """All that a reader sees of it or finds behind a link, but what leads within the site."""
    article.derive_texts()
    told = [article.summary, article.source, article.jurisdiction, *tags]
    for one in parse(article.body).walk("img", "a"):
        told += [one.attributes.get(name, "") for name in ("alt", "title")]
        address = one.attributes.get("href", "")
        told += [] if WITHIN.match(address) else [address]
    for link in article.related_links.filter(target=None):
        told += [link.title, link.url]
    return [article.title, article.text, *(one for one in told if one)]


def compared(publication: Publication, texts: Sequence[str] | None = None) -> marks.Compared:
    texts = texts_of(publication) if texts is None else texts
    return marks.compare(publication.consultation, texts, publication.decided)


def _refuse_unticked(publication: Publication) -> None:
    if left := compared(publication).open:
        raise base.NotAllowedError(NOT_TICKED.format(len(left)))


def refuse_unticked(
    sender: object, article: Article, tags: Sequence[str], **kwargs: object
) -> None:
    """Receives `going_public`: each way to publish passes here, whoever goes it."""
    made = Publication.objects.filter(article=article.pk, state=State.MADE)
    publication = made.select_related("consultation").first() if article.pk else None
    if publication is None:
        return
    try:
        left = compared(publication, _shown(copy(article), tags)).open
    except DecryptionError as error:
        raise PublishingError(NOT_COMPARED) from error
    if left:
        raise PublishingError(NOT_TICKED_ARTICLE.format(len(left)))


def _locked(consultation: Consultation, user: User, consented: bool = True) -> Consultation:
    consultation = base.locked_for(Action.TO_ARTICLE, consultation, user)
    if consented and not is_consented(consultation):
        raise base.NotAllowedError(NO_CONSENT)
    return consultation


def _open(consultation: Consultation, user: User, version: int, made: bool = False) -> Publication:
    """What can still be changed, as the user has it on the screen."""
    consultation = _locked(consultation, user)
    publication = consultation.publications.select_related("author", "area").first()
    if publication is None or publication.state == State.WITHDRAWN:
        raise base.NotAllowedError(GONE)
    if publication.state == State.MADE and not made:
        raise base.NotAllowedError(MADE_ALREADY)
    if publication.version != version:
        raise base.NotAllowedError(CHANGED)
    publication.consultation = consultation
    return publication


def _stored(publication: Publication, user: User, **fields: object) -> Publication:
    for name, value in fields.items():
        setattr(publication, name, value)
    publication.version += 1
    publication.updated_at, publication.updated_by = timezone.now(), user
    publication.save()
    return publication


def _html(heading: str, text: str) -> str:
    lines = [line.strip() for line in text.split("\n")]
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return format_html("<h2>{}</h2>", heading) + paragraphs
