"""What the office uploads: taken at once, looked at by the worker, and imported when confirmed.

Uploads of articles (`transfer.office`) go the same way.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePath

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from richtext.base import upkeep
from richtext.base.front_matter import UnreadableFileError
from statutes.data.rules import ChangeError
from statutes.importing import carried, unpacking
from statutes.importing.batch import Report, import_documents, read_folder
from statutes.importing.document import UnreadableDocumentError
from statutes.importing.files import SUFFIXES
from statutes.models import LawImport, LawImportLine, OfficeImport

State, Became = OfficeImport.Step, LawImportLine.Became
LARGEST = 18 * 1024 * 1024  # bytes of one upload; the server before the site takes 20 MB
MOST_TEXTS = 100  # in a ZIP: all of them are held in memory
MOST_BYTES = 10 * 1024 * 1024  # of these, unpacked
MOST_LINES = 200_000  # of these: a hundred texts of the usual length have a fifth
UNCONFIRMED = timedelta(days=1)  # that an upload waits for its confirmation
KEPT = timedelta(days=365)  # that a report is kept
GIVEN_UP = "没有确认，已过期，没有导入任何内容。"
FAULT = "程序出错，导入没有完成，原因见服务器日志。"
CONTRADICTS = "法规表前后矛盾，没有导入任何内容。"
OTHER_KIND = "不是法规文件（扩展名为 .docx 或 .md），没有读取。"
TOO_MANY_LINES = f"合计超过{MOST_LINES // 10_000}万行，没有导入任何内容。请分几次上传。"
NO_TEXTS = "没有法规文件（扩展名为 .docx 或 .md），没有导入任何内容。"
log = logging.getLogger("antou.worker")


@transaction.atomic
def take(upload: OfficeImport, files: Iterable[tuple[str, bytes]]) -> None:
    """Store an upload, which is not saved yet, for the worker to look at; files by name."""
    files = list(files)
    upload.name = "、".join(name for name, _ in files)[:200]
    upload.state = State.CHECKING
    upload.save()
    keep(upload, files)


def keep(upload: OfficeImport, files: Iterable[tuple[str, bytes]]) -> None:
    """Store files with an upload."""
    for name, content in files:
        upload.files.create(name=name[-200:], content=content)


@transaction.atomic
def confirm(*, upload: OfficeImport, user: User) -> bool:
    """Hand an upload that was looked at to the worker; False when it waits for that no more."""
    begun = {"state": State.IMPORTING, "user": user, "done": 0, "total": 0, "words": ""}
    if not _ready(upload).update(**begun):
        return False
    upload.lines.all().delete()
    return True


@transaction.atomic
def drop(*, upload: OfficeImport, **why: str) -> bool:
    """Give an upload up, and its files with it; False when it waits for that no more."""
    if not _ready(upload).update(state=State.DROPPED, finished_at=timezone.now(), **why):
        return False
    upload.files.all().delete()
    return True


def _ready(upload):
    return type(upload)._default_manager.filter(pk=upload.pk, state=State.READY)


def give_up_unconfirmed(model: type[OfficeImport]) -> None:
    old = timezone.now() - UNCONFIRMED
    for one in model._default_manager.filter(state=State.READY, asked_at__lt=old):
        drop(upload=one, words=GIVEN_UP)


def forget_old() -> None:
    """Give up what nobody confirmed, and forget old reports; a worker's job."""
    give_up_unconfirmed(LawImport)
    old = LawImport.objects.filter(asked_at__lt=timezone.now() - KEPT)
    old.exclude(state__in=LawImport.WORK).delete()


def steps() -> Iterator[None]:
    """All that was uploaded, or confirmed, and waits for the worker."""
    for one in LawImport.objects.filter(state__in=LawImport.WORK).order_by("pk"):
        yield from guarded(one, _texts(one))


def guarded(one: OfficeImport, steps: Iterator[None]) -> Iterator[None]:
    """The steps of an upload; where one of them cannot be, it ends as failed, with a sentence."""
    try:
        yield from steps
    except UnreadableFileError as error:
        end(one, State.FAILED, error.words)
    except ChangeError as error:
        end(one, State.FAILED, f"{CONTRADICTS}{error}")
    except (DatabaseError, OSError):
        raise  # as when the disk is full: the same works later
    except Exception:  # it would come again at each turn, and hold up all others
        log.exception("import %s failed", one.pk)
        end(one, State.FAILED, FAULT)


def _texts(one):
    """Read one by one in a process of its own, then stored some at a time."""
    looking = one.state == State.CHECKING
    files = [(file.name, file.content) for file in one.files.all()]
    report, documents = Report(), []
    with unpacking.laid_out(files, _unread, MOST_TEXTS, MOST_BYTES) as (folder, left):
        try:
            for document in read_folder(folder, report):
                documents += [document] if document else []
                if report.lines.total() > MOST_LINES:
                    raise UnreadableFileError(TOO_MANY_LINES)
                yield
        except UnreadableDocumentError as error:  # its words name a folder that nobody knows
            raise UnreadableFileError(NO_TEXTS) from error
    yield from import_documents(documents, report, dry_run=looking, replace=one.replace)
    if not looking:
        carried.fill()
        yield
    report.failed += [f"{name}：{words}" for name, words in left]
    told = report.done_in_words(ahead=looking)
    words = f"{told}，共{report.articles}条。" if told else ""
    words += f"有{len(report.failed)}处不能导入，原因见下。" if report.failed else ""
    with transaction.atomic():
        one.lines.all().delete()  # of a run that was interrupted
        LawImportLine.objects.bulk_create(
            LawImportLine(law_import=one, became=became, words=line)
            for became, lines in ((Became.REFUSED, report.failed), (Became.NOTE, report.remarks))
            for line in lines
        )
        if looking and report.done:
            one.state, one.words = State.READY, words
            one.save()
            return
        end(one, State.DONE if report.done else State.FAILED, words)
    if not looking:
        upkeep.after_bulk_change()


def _unread(name):
    return "" if PurePath(name).suffix.lower() in SUFFIXES else OTHER_KIND


@transaction.atomic
def end(one: OfficeImport, state: str, words: str) -> None:
    """The report stays, the files go."""
    one.state, one.words, one.finished_at = state, words, timezone.now()
    one.save()
    one.files.all().delete()
