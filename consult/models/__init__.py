"""The records of a consultation."""

from consult.models.citation import CannedCitation
from consult.models.consent import Consent
from consult.models.consultation import Consultation
from consult.models.desk import (
    CannedReply,
    ConflictHit,
    KnownName,
    KnownParty,
    OpponentName,
    ShortName,
)
from consult.models.facts import AreaFact, FactAnswer
from consult.models.mention import Mention
from consult.models.parked import ParkedFile
from consult.models.publication import Publication
from consult.models.rating import Rating, RatingCount
from consult.models.record import CallerLook, ConsultKey, Event, Throttle
from consult.models.thread import Attachment, Draft, Message, Note

__all__ = [
    "AreaFact",
    "Attachment",
    "CallerLook",
    "CannedCitation",
    "CannedReply",
    "ConflictHit",
    "Consent",
    "ConsultKey",
    "Consultation",
    "Draft",
    "Event",
    "FactAnswer",
    "KnownName",
    "KnownParty",
    "Mention",
    "Message",
    "Note",
    "OpponentName",
    "ParkedFile",
    "Publication",
    "Rating",
    "RatingCount",
    "ShortName",
    "Throttle",
]
