"""The records of a consultation."""

from consult.models.appointment import Appointment, Availability, TakenTime
from consult.models.consultation import Consent, Consultation, Rating, RatingCount
from consult.models.desk import (
    CannedCitation,
    CannedReply,
    ConflictCheck,
    ConflictHit,
    KnownName,
    KnownParty,
    OpponentName,
    ShortName,
)
from consult.models.facts import AreaFact, FactAnswer
from consult.models.mail_server import MailServer
from consult.models.record import CallerLook, ChangedDay, ConsultKey, Event, Tally, Throttle
from consult.models.thread import Attachment, Draft, Mention, Message, Note, ParkedFile, Publication
