"""What a client is shown of the text that is to be public."""

from consult.base.enums import JUDGED, ConsentKind, PublicationState
from consult.base.policy import Action
from consult.models import Consultation, Publication

SHOWN = [PublicationState.ASKED, *JUDGED, PublicationState.MADE]


def shown(consultation: Consultation) -> Publication | None:
    """The text that its client has been asked about, while the consent to publication stands.

    Nothing is looked up for who has not given one; the consents may be prefetched.
    """
    consents = consultation.consents.all()
    if not any(one.kind == ConsentKind.PUBLICATION and not one.withdrawn_at for one in consents):
        return None
    rows = consultation.publications.select_related("article__author")
    found = rows.filter(state__in=SHOWN).first()
    decides = consultation.allows(Action.JUDGE_ARTICLE)
    return found if found and (decides or found.article) else None


def has_article(consultation: Consultation) -> bool:
    """Whether there is an article whose future its client decides on."""
    made = consultation.publications.filter(state=PublicationState.MADE)
    return bool(made.filter(article__isnull=False).exists())
