"""The periodic jobs of the worker; a job that fails does not stop the others."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.db.models import DateTimeField, Model
from django.utils import timezone

from articles.models import DailyReads, SearchedWords, Unsaved
from articles.related import recompute
from articles.search import indexing
from articles.stats import reads, search_log
from calculators.models import ToolUse
from calculators.public import uses
from consult import lifecycle
from consult.conflicts import parties
from consult.desk import tally
from consult.files import attachments, storage, virus_scan
from consult.services import appointments, jobs
from consult.spam import rate_limit
from firm.models import Batch
from firm.site import batches, share_pictures
from outbox import services as outbox
from outbox.models import Notice
from richtext.base import disk, upkeep
from statutes.importing import carried, package, uploads
from statutes.search import indexing as law
from statutes.services import law_citations, recheck, table
from transfer import office as article_import
from website.office.law_review import coming_mail
from website.office.opening import checklist
from website.office.second_factor.models import Invitation
from website.operations.backup.daily import DAILY

log = logging.getLogger("antou.worker")

TURN = 5  # seconds after which a patient job lets the others have theirs
BEAT = 120  # seconds; each is a write, also on a site where nothing else is
AFTER_FAILURE = 10  # seconds at least until a job that failed is tried again
DAY = 24 * 60 * 60  # seconds
KeepGoing = Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """A function and the seconds between two calls. One that is `patient` is given `keep_going`,
    ends early when told to, and takes up the rest in its next turn. One that goes `by_age` ends
    what is old, and rests while nobody knows how old that is. One that is due and `urgent` waits
    for no turn but the one under way."""

    name: str
    every: float
    run: Callable[..., object]
    patient: bool = False
    by_age: bool = False
    urgent: bool = False


def keep_ballast():
    """Room to give up when the disk is full: for SQLite, whose database lies there."""
    if connection.vendor == "sqlite":
        disk.keep_ballast()


@transaction.atomic
def begin_day():
    """With each day in Beijing: laws take effect and end, in the table and in what cites them."""
    if not recheck.is_new_day():
        return
    table.lock()  # before anything else, as all who change the table: or two wait for each other
    if recheck.begin_day():
        table.refresh_statuses()


def forget(rows: type[Model], field: str, age: timedelta) -> None:
    """Delete those whose time has passed; a day has passed when it is over in Beijing."""
    is_moment = isinstance(rows._meta.get_field(field), DateTimeField)
    now = timezone.now() if is_moment else timezone.localdate()
    rows._default_manager.filter(**{f"{field}__lt": now - age}).delete()


# Which rows, their moment or day, how long after it they are kept, and why.
RETENTIONS: list[tuple[type[Model], str, timedelta, str]] = [
    (Notice, "sent_at", outbox.RETAINED, "a dispute about one comes within three months"),
    (Notice, "cancelled_at", outbox.RETAINED, "as one that was sent"),
    (Notice, "unsent_at", outbox.RETAINED, "as one that was sent"),
    (DailyReads, "day", reads.KEPT, "a month is held against that of last year"),
    (ToolUse, "day", timedelta(uses.DAYS), "the order of the tools looks no further back"),
    (SearchedWords, "day", search_log.KEPT, "what nobody found is written by then"),
    (Batch, "made_at", batches.STORED, "it cannot be taken back any more"),
    (Unsaved, "updated_at", Unsaved.KEPT, "nobody has come back for it"),
    (Invitation, "ends_at", timedelta(0), "it opens nothing any more"),
]


def forget_what_is_over() -> None:
    """Each line of the table (erased content of clients: `consult/lifecycle`); one that fails keeps
    no other from being done, and is seen."""
    failed: list[Exception] = []
    for rows, field, age, _ in RETENTIONS:
        try:
            forget(rows, field, age)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


class DailyFill:
    """Looks when it is called first, and then each day; what takes long is done in turns, between
    which the worker sends mail. `fill` says whether nothing is left."""

    def __init__(self, fill: Callable[[KeepGoing], bool]) -> None:
        self._fill, self._next = fill, 0.0

    def __call__(self, keep_going: KeepGoing = lambda: True) -> None:
        if time.monotonic() >= self._next and self._fill(keep_going):
            self._next = time.monotonic() + DAY


def index_of_the_search(keep_going: KeepGoing) -> bool:
    """The search finds all there is: what the index lacks is put in, after an upgrade all of it."""
    return indexing.fill_missing(keep_going) and law.fill_missing(keep_going)


def texts_of_law(keep_going: KeepGoing) -> bool:
    """What the package of texts has for the table, and what is carried on from older versions; a
    package that cannot be read waits for tomorrow."""
    found, is_whole = package.installed() if settings.LAW_TEXTS else None, True
    try:
        is_whole = found is None or package.fill(found, keep_going).is_whole
    except package.PackageError as error:
        log.warning("texts of law: %s", error)
    if is_whole:
        carried.fill()
    return is_whole


JOBS = [
    Job("say that the worker lives", BEAT, outbox.beat),
    Job("count what the planner goes by", DAY, upkeep.count_what_changed),
    Job("keep a ballast", 60, keep_ballast),
    Job("say that the disk is full", 60 * 60, disk.complain),
    # Before anything is sent: an old database that was put back brings letters with it.
    Job("erase again", 5 * 60, lifecycle.settle),
    Job("back up", 60, DAILY),
    Job("take up unsent mail", 60 * 60, outbox.take_up_unsent),
    Job("deliver notices", 2, outbox.deliver_due, patient=True, urgent=True),
    Job("ask what became of text messages", 30, outbox.ask_reports, patient=True),
    Job("forget what is over", 60 * 60, forget_what_is_over, by_age=True),
    Job("forget addresses", 60 * 60, rate_limit.forget_old),
    Job("close consultations", 60 * 60, jobs.close_silent, by_age=True),
    Job("cancel appointments that cannot be kept", 60, appointments.cancel_unkept),
    Job("remind of appointments", 10 * 60, appointments.remind),
    Job("bring back what is to be followed up", 10 * 60, jobs.bring_back),
    Job("erase consultations", 60 * 60, lifecycle.purge_or_complain, by_age=True),
    Job("forget what was erased long ago", 60 * 60, lifecycle.forget_old_tombstones, by_age=True),
    Job("take ratings away from what they rate", 60 * 60, lifecycle.unlink_old, by_age=True),
    Job("begin the day of the law", 5 * 60, begin_day),
    Job("re-check what cites the law", 5, recheck.Resumable(recheck.steps), patient=True),
    Job("tell on Mondays what waits", 10 * 60, jobs.tell),
    Job("tell of laws to come", 60 * 60, coming_mail.tell),
    Job("import uploads of the law", 3, recheck.Resumable(uploads.steps), patient=True),
    Job("import uploads of articles", 3, recheck.Resumable(article_import.steps), patient=True),
    Job("forget old imports of articles", 60 * 60, article_import.forget_old, by_age=True),
    Job("forget old imports of the law", 60 * 60, uploads.forget_old, by_age=True),
    Job("read what the law cites", 20, law_citations.ResumableReading(), patient=True),
    Job("find related articles", 5, recompute.recompute_due, patient=True),
    Job("fill in texts of law", 5, DailyFill(texts_of_law), patient=True),
    Job("fill the index of the search", 5, DailyFill(index_of_the_search), patient=True),
    Job("count consultations", 60, tally.keep, patient=True),
    Job("scan attachments", 5, virus_scan.scan_pending, patient=True),
    Job("make indexes of names", 5 * 60, parties.renew, patient=True),
    Job("remove parked files", 60, attachments.remove_expired, by_age=True),
    Job("remove stray files", 60 * 60, storage.remove, by_age=True),
    Job("forget pictures of shared links", DAY, share_pictures.forget_old),
    Job("end the opening list", 60 * 60, checklist.settle),
    Job("clear sessions", 60 * 60, partial(call_command, "clearsessions"), by_age=True),
    # After all that writes: the first round leaves nothing to do.
    Job("empty the log of the database", 60, upkeep.empty_log),
]


def attempt(job: Job, keep_going: Callable[[], bool] = lambda: True) -> bool:
    try:
        close_old_connections()  # one that broke since the last job, or only reads; others are kept
        if job.by_age and outbox.clock_is_doubtful():
            return True
        job.run(**({"keep_going": keep_going} if job.patient else {}))
    except Exception as error:  # whatever it is, the other jobs go on
        reason = (str(error).splitlines() or [""])[0][:200]
        log.error("job %s failed: %s: %s", job.name, type(error).__name__, reason)
        return False
    return True


def run_once(jobs=JOBS) -> bool:
    done = [attempt(job) for job in jobs]  # all of them, also after a failure
    return all(done)


def run_forever(stop: threading.Event, jobs=JOBS):
    """Each job at its pace until `stop` is set; a stop waits for no job but the one under way."""
    due = dict.fromkeys(jobs, 0.0)
    end = 0.0  # of the turn of a job

    def keep_going():
        return time.monotonic() < end and not stop.is_set()

    def rank(job):  # in the first round as they stand: nothing is sent before it is erased again
        return not (job.urgent and 0 < due[job] <= time.monotonic()), due[job]

    while not stop.is_set():
        job = min(due, key=rank)
        if not stop.wait(max(due[job] - time.monotonic(), 0)):
            end = time.monotonic() + TURN
            done = attempt(job, keep_going)
            wait = job.every if done else max(job.every, AFTER_FAILURE)
            due[job] = time.monotonic() + wait
