"""The records of a consultation."""

from consult.models.citation import CannedCitation
from consult.models.consent import Consent
from consult.models.consultation import Consultation
from consult.models.desk import CannedReply, ConflictHit, KnownName, KnownParty, OpponentName
from consult.models.parked import ParkedFile
from consult.models.record import ConsultKey, Event, Throttle
from consult.models.thread import Attachment, Draft, Message, Note

__all__ = [
    "Attachment",
    "CannedCitation",
    "CannedReply",
    "ConflictHit",
    "Consent",
    "ConsultKey",
    "Consultation",
    "Draft",
    "Event",
    "KnownName",
    "KnownParty",
    "Message",
    "Note",
    "OpponentName",
    "ParkedFile",
    "Throttle",
]
