"""The end of content: what is due, how it is erased, what keeps a backup from bringing it back.

What was erased is noted apart from the database. A tombstone is the name of an empty file,
`<day>-<key id>-<HMAC of the consultation's id>`: no content, no code, and without a key of
CONSULT_KEYS nobody can tell which consultation it means (docs/decisions/0013-erasure.md).
"""

import contextlib
import logging
import re
import secrets
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.workflow import amending
from consult.base.enums import BATCH_KIND, DOUBTED, EventKind, PublicationState, State
from consult.base.policy import Action, NotAllowedError
from consult.crypto.fields import keyed_hashes
from consult.files import attachments, storage
from consult.models import (
    Attachment,
    Consultation,
    Event,
    Message,
    ParkedFile,
    Publication,
    Rating,
    RatingCount,
)
from consult.models.consultation import ConsultationQuerySet
from firm.models import BatchItem, SiteSettings
from richtext.base import upkeep
from richtext.base.counting import add_counts

log = logging.getLogger("antou.retention")

# Backups go after 30 days (docs/deploy.md); a year also covers the copy that somebody forgot.
TOMBSTONE_LIFE = timedelta(days=365)
DAYS = 30  # to rate and to change it; so long a rating stands beside the consultation
CONTENT = ["name", "phone", "email", "city", "opponent", "conflict_reason", "follow_up_why"]
CONTENT += ["call", "call_when"]
RELATED = ["messages", "facts", "parked_files", "notes", "drafts"]
RELATED += ["appointments", "conflict_hits", "conflict_checks", "opponent_names", "short_names"]
INDEXES = ["name_index", "phone_index", "email_index", "opponent_index", "tail_index"]
TOMBSTONE_NAME = re.compile(r"\d{4}-\d\d-\d\d-(?P<mark>(?P<key>[A-Za-z0-9_-]{1,16})-[0-9a-f]{64})")


class NotPutUpError(NotAllowedError):
    """A tombstone could not be stored, so nothing was erased."""

    text = "网站暂时无法删除，内容均未删除，请稍后重试。"


def write_tombstone(key: uuid.UUID, at: datetime | None = None) -> str:
    """Note that it is erased: the name, "" if it was known or without any key; NotPutUpError."""
    if not settings.CONSULT_KEYS:
        return ""
    name = f"{timezone.localdate(at):%Y-%m-%d}-{tombstone_marks_of(key)[0]}"
    try:
        if storage.tombstones().exists(name):
            return ""
        return str(storage.tombstones().save(name, ContentFile(b"\n")))
    except Exception as error:  # what a storage raises is its own
        log.error("a tombstone could not be stored (%s)", type(error).__name__)
        raise NotPutUpError from None


def remove_tombstone(name: str) -> None:
    """Take back a tombstone whose consultation could not be erased after all; "" is none."""
    try:
        if name:
            storage.tombstones().delete(name)
    except Exception as error:  # what a storage raises is its own
        log.error("a tombstone could not be taken down (%s)", type(error).__name__)


def tombstone_names() -> list[str]:
    """All tombstones, the oldest first; what else lies there is not ours."""
    try:
        found = storage.tombstones().listdir("")[1]
    except FileNotFoundError:  # nothing was ever erased
        return []
    return sorted(filter(TOMBSTONE_NAME.fullmatch, found))


def tombstone_marks() -> set[str]:
    """What the tombstones say, without their days."""
    return {name[len("2026-01-01-") :] for name in tombstone_names()}


def tombstone_marks_of(key: uuid.UUID) -> list[str]:
    """What a tombstone of this consultation may say, under every key; first as it is put up now."""
    return [digest.replace(":", "-") for digest in keyed_hashes("tombstone", key.hex)]


def of_other_keys() -> int:
    """How many tombstones were put up under a key that is not there."""
    keys = (found["key"] for name in tombstone_names() if (found := TOMBSTONE_NAME.fullmatch(name)))
    return sum(key not in settings.CONSULT_KEYS for key in keys)


def forget_old_tombstones() -> int:
    """Remove those that no backup can need any more; how many that were."""
    oldest = timezone.localdate() - TOMBSTONE_LIFE
    old = [name for name in tombstone_names() if date.fromisoformat(name[:10]) < oldest]
    for name in old:
        storage.tombstones().delete(name)
    return len(old)


def take_down_article(consultation: Consultation) -> bool:
    """Withdraw what was published, with a tombstone; whether there was an article."""
    publication = consultation.publications.select_for_update().first()
    if publication is None or publication.state == PublicationState.WITHDRAWN:
        return False
    made = publication.article
    publication.state, publication.updated_at = PublicationState.WITHDRAWN, timezone.now()
    publication.version += 1
    publication.save(update_fields=["state", "updated_at", "version"])
    if made is None:
        return False
    amending.bar(article=made)
    Event.objects.create(consultation=consultation, kind=EventKind.ARTICLE_WITHDRAWN)
    with contextlib.suppress(NotPutUpError):
        write_tombstone(publication.pk)
    return True


def take_down_articles_again() -> int:
    """Withdraw what an old copy of the database brought back; how many articles that were."""
    known = tombstone_marks()
    rows = Publication.objects.filter(state=PublicationState.MADE).only("consultation")
    back = [one for one in rows if known.intersection(tombstone_marks_of(one.pk))]
    for one in back:
        with transaction.atomic():
            take_down_article(Consultation.objects.select_for_update().get(pk=one.consultation_id))
    return len(back)


def is_open(consultation: Consultation) -> bool:
    """Whether its client may rate now: for so many days, or another one could count twice."""
    ended, answered = consultation.closed_at, consultation.answered_at
    lately = bool(ended and answered and ended > timezone.now() - timedelta(days=DAYS))
    return lately and consultation.allows(Action.RATE)


@transaction.atomic
def unlink(rows: QuerySet[Rating]) -> None:
    """Count some ratings in their month, and forget of whom they are."""
    found = list(rows.select_for_update())
    counted = Counter((timezone.localdate(one.rated_at).replace(day=1), one.value) for one in found)
    counts = [{"month": m, "value": v, "number": n} for (m, v), n in counted.items()]
    Rating.objects.filter(pk__in=[one.pk for one in found]).delete()
    add_counts(RatingCount, ["month", "value"], counts)


def unlink_old() -> None:
    unlink(Rating.objects.filter(rated_at__lt=timezone.now() - timedelta(days=DAYS)))


class UnfinishedPurgeError(Exception):
    """Some of what was due could not be erased; it is tried again with the next run."""


@dataclass
class PurgeResult:
    erased: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def with_last_word(rows: ConsultationQuerySet):
    newest = Message.objects.filter(consultation=OuterRef("pk")).order_by("-sent_at")
    return rows.annotate(last_word=Subquery(newest.values("sent_at")[:1]))


def due():
    """What is past its date, or as long silent in quarantine; never what is held back."""
    now = timezone.now()
    silent = now - timedelta(days=SiteSettings.load().retention_days)
    ended = Q(purge_on__lte=timezone.localdate(now))
    forgotten = Q(state__in=DOUBTED, last_word__lt=silent)
    rows = with_last_word(Consultation.objects.allowing(Action.PURGE))
    return rows.filter(ended | forgotten).order_by("received_at", "pk")


def date_of(consultation) -> date:
    """The day since which a consultation that is due could be erased."""
    days = timedelta(days=SiteSettings.load().retention_days)
    return consultation.purge_on or timezone.localdate(consultation.last_word + days)


def named(references):
    """What still has content and bears one of these references; never what is held back."""
    wanted = {reference.upper() for reference in references}
    alive = Consultation.objects.allowing(Action.PURGE)
    keys = [row.pk for row in alive.only("pk") if row.reference in wanted]
    return with_last_word(Consultation.objects.filter(pk__in=keys))


def purge(rows=due, kind: EventKind = EventKind.PURGED) -> PurgeResult:
    """Erase `rows`, each in its own transaction, recorded as `kind`; one stops no other."""
    done = PurgeResult()
    for key, reference in [(row.pk, row.reference) for row in rows()]:
        try:
            with transaction.atomic():  # looked at again: its client may open it at this moment
                found = rows().select_for_update().filter(pk=key).first()
                if found:
                    erase(found, kind)
            if found:
                done.erased.append(reference)
        except Exception as error:  # its words could hold a path or a value
            log.error("consultation %s not erased (%s)", reference, type(error).__name__)
            done.failed.append(reference)
    return done


def purge_or_complain() -> None:
    """`purge` as a job of the worker: it fails when something is left, and so is seen."""
    _complain(purge())


def _complain(result: PurgeResult) -> None:
    if result.failed:
        raise UnfinishedPurgeError(f"{len(result.failed)} consultations could not be erased")


def erase(consultation: Consultation, kind: EventKind) -> Consultation:
    """Remove all content of a locked consultation; the record that stays reveals nothing of it.

    attachments.NotErasedError or NotPutUpError while a storage is away: then nothing is erased.
    The tombstone comes first: one for nothing is seen and mended, one that is missing is not.
    """
    stone = write_tombstone(consultation.pk)
    try:
        attachments.erase_at_once(Attachment.objects.filter(message__consultation=consultation))
        attachments.erase_at_once(ParkedFile.objects.filter(consultation=consultation))
    except attachments.NotErasedError:
        remove_tombstone(stone)
        raise
    # The way to its article is forgotten, which stays as it is.
    published = consultation.publications.all()
    stays = published.filter(state=PublicationState.MADE, article__isnull=False).exists()
    published.delete()
    if stays:
        Event.objects.create(consultation=consultation, kind=EventKind.ARTICLE_KEPT)
    for related in RELATED:
        getattr(consultation, related).all().delete()
    held = BatchItem.objects.filter(batch__kind=BATCH_KIND, record=str(consultation.pk))
    held.update(before="")
    unlink(Rating.objects.filter(consultation=consultation))
    now, reference = timezone.now(), consultation.reference
    for name in [*CONTENT, *INDEXES, "doubts"]:
        setattr(consultation, name, "")
    for name, purpose in (("code_hash", "code"), ("submission", "submission")):
        # The hash of no code and no post: unique, and found by nobody.
        setattr(consultation, name, keyed_hashes(purpose, secrets.token_hex(32))[0])
    consultation.state = State.ERASED
    consultation.wants_mail, consultation.urgent = False, 0
    consultation.limitation_on = consultation.addressee = None
    consultation.follow_up_on = consultation.source_article = None
    consultation.erased_at = now
    consultation.closed_at = consultation.closed_at or now
    consultation.purge_on = consultation.purge_on or timezone.localdate(now)
    consultation.save()
    consultation.shared_with.clear()
    Event.objects.create(consultation=consultation, kind=kind)
    transaction.on_commit(upkeep.empty_log)  # in which the old pages would wait
    transaction.on_commit(lambda: log.info("consultation %s erased (%s)", reference, kind.value))
    return consultation


def returned() -> ConsultationQuerySet:
    """What has content although it was erased; a hold on it is of a day before it was lifted."""
    known = tombstone_marks()
    alive = Consultation.objects.exclude(state=State.ERASED)
    keys = [
        key
        for key in alive.values_list("pk", flat=True)
        if known.intersection(tombstone_marks_of(key))
    ]
    return alive.filter(pk__in=keys)


def erase_again() -> PurgeResult:
    """Erase what came back; the result by references."""
    take_down_articles_again()  # first: with the consultation the way to them goes
    rows = returned()
    if not rows.exists():  # and the write-ahead log of SQLite is left in peace
        return PurgeResult()
    done = purge(rows.all, EventKind.ERASED_AGAIN)
    if done.erased:
        log.warning("%s consultations erased again: an old database was put back", len(done.erased))
    return done


def complete() -> int:
    """Put up the tombstones that are missing, under the first key, too; how many that were."""
    known, since = tombstone_marks(), timezone.now() - TOMBSTONE_LIFE
    erased = Consultation.objects.filter(state=State.ERASED, erased_at__gt=since)
    rows = erased.values_list("pk", "erased_at")
    withdrawn = Publication.objects.filter(
        state=PublicationState.WITHDRAWN, article__isnull=False, updated_at__gt=since
    )
    both = [*rows, *withdrawn.values_list("pk", "updated_at")]
    missing = [(key, at) for key, at in both if tombstone_marks_of(key)[0] not in known]
    return sum(bool(write_tombstone(key, at)) for key, at in missing)


def settle() -> None:
    """All of it, as a job of the worker; UnfinishedPurgeError when something is left."""
    result = erase_again()
    complete()
    _complain(result)
