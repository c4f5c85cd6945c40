"""What becomes of an article when its client takes the consent back, or all is erased."""

import contextlib

from django.db import transaction
from django.utils import timezone

from articles.workflow import barring
from consult.base.enums import EventKind, PublicationState
from consult.lifecycle import tombstones
from consult.models import Consultation, Event, Publication


def take_down(consultation: Consultation) -> bool:
    """Withdraw what was published of a locked consultation; whether there was an article.

    An old copy of the database must not bring it back, so a tombstone is put up; the consent ends
    all the same while its storage is away, and `again.complete` puts it up later.
    """
    publication = consultation.publications.select_for_update().first()
    if publication is None or publication.state == PublicationState.WITHDRAWN:
        return False
    made = publication.article
    publication.state, publication.updated_at = PublicationState.WITHDRAWN, timezone.now()
    publication.version += 1
    publication.save(update_fields=["state", "updated_at", "version"])
    if made is None:
        return False
    barring.bar(article=made)
    Event.objects.create(consultation=consultation, kind=EventKind.ARTICLE_WITHDRAWN)
    with contextlib.suppress(tombstones.NotPutUpError):
        tombstones.put_up(publication.pk)
    return True


def part_with(consultation: Consultation) -> None:
    """Forget the way from a locked consultation to its article, which stays as it is."""
    made = consultation.publications.filter(
        state=PublicationState.MADE, article__isnull=False
    ).exists()
    consultation.publications.all().delete()
    if made:
        Event.objects.create(consultation=consultation, kind=EventKind.ARTICLE_KEPT)


def take_down_again() -> int:
    """Withdraw what an old copy of the database brought back; how many articles that were."""
    known = tombstones.marks()
    rows = Publication.objects.filter(state=PublicationState.MADE).only("consultation")
    back = [one for one in rows if tombstones.marks_of(one.pk) & known]
    for one in back:
        with transaction.atomic():
            take_down(Consultation.objects.select_for_update().get(pk=one.consultation_id))
    return len(back)
