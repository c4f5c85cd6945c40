"""What the legal pages say of consultations, in numbers: those that the code keeps to."""

from django.conf import settings

from consult.client import receipt, session
from consult.desk import first_lines
from consult.files import parking
from consult.files.types.upload_handler import LARGEST, MOST_FILES
from consult.lifecycle import ratings, tombstones
from consult.services.auto_close import SILENCE
from firm.site import legal_drafts
from outbox.services import KEPT

MEGABYTE = 1024 * 1024
MINUTE = 60
HOUR = 60 * MINUTE


def register() -> None:
    """Tell them to the drafts of the legal pages, which are written below."""
    legal_drafts.LIMITS.update(
        most_files=MOST_FILES,
        largest_mb=LARGEST // MEGABYTE,
        silence_days=SILENCE.days,
        notices_days=KEPT.days,
        tombstone_days=tombstones.KEPT.days,
        rating_days=ratings.DAYS,
        first_line=first_lines.LONGEST,
        parked_minutes=parking.LIFE.seconds // MINUTE,
        receipt_minutes=receipt.SECONDS // MINUTE,
        idle_minutes=session.IDLE_SECONDS // MINUTE,
        session_hours=settings.SESSION_COOKIE_AGE // HOUR,
    )
