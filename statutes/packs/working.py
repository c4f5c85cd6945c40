"""The worker's part of an upload: looking at it, and importing it once it is confirmed."""

import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from django.db import DatabaseError, transaction
from django.utils import timezone

from richtext.base import upkeep
from richtext.base.unreadable import UnreadableFileError
from statutes.data.changes import ChangeError
from statutes.importing.folder import import_folder
from statutes.importing.store import OutcomeKind
from statutes.models import LawImport, LawImportLine, OfficeImport
from statutes.packs import applying, keys, records
from statutes.packs.applying import Became, Line
from statutes.packs.archive import PackError
from statutes.packs.reading import Pack
from statutes.services import recheck

State, Kind = LawImport.State, LawImport.Kind
LOOKED = {OutcomeKind.NEW: "将新导入", OutcomeKind.REPLACED: "将替换"}
NO_ROOM = "服务器无法暂存文件，磁盘空间可能不足，没有导入任何内容。请联系运维人员。"
FAULT = "程序出错，导入没有完成，原因见服务器日志。"
CONTRADICTS = "法规表前后矛盾，没有导入任何内容。"
log = logging.getLogger("antou.worker")


class ResumableImport:
    """Works off what was uploaded and confirmed; when told to stop, it goes on at the next call.

    `begin` gives the steps of all that waits. A process that dies leaves every record whole, and
    the next one takes it up from there.
    """

    def __init__(self, begin: Callable[[], Iterator[None]] | None = None):
        self._begin = begin or _steps
        self._steps: Iterator[None] | None = None

    def __call__(self, keep_going: Callable[[], bool] = lambda: True) -> None:
        self._steps = self._steps or self._begin()
        try:
            with recheck.batching_requests():
                for _ in self._steps:
                    if not keep_going():
                        return
        except BaseException:
            self._steps = None
            raise
        self._steps = None


def _steps():
    for one in LawImport.objects.filter(state__in=LawImport.WORK, files__isnull=False).distinct():
        yield from guarded(one, _pack(one) if one.kind == Kind.PACK else _files(one))


def guarded(one: OfficeImport, steps: Iterator[None]) -> Iterator[None]:
    """The steps of an upload; where one of them cannot be, it ends as failed, with a sentence."""
    try:
        yield from steps
    except PackError as error:
        end(one, State.FAILED, str(error))
    except UnreadableFileError as error:
        end(one, State.FAILED, error.words)
    except ChangeError as error:
        end(one, State.FAILED, f"{CONTRADICTS}{error}")
    except (DatabaseError, OSError):
        raise  # as when the disk is full: the same works later
    except Exception:  # it would come again at each turn, and hold up all others
        log.exception("import %s failed", one.pk)
        end(one, State.FAILED, FAULT)


def _pack(one):
    """Look at a pack, or apply it, statute by statute."""
    pack = Pack(io.BytesIO(one.files.get().content), check=keys.check_trusted)
    records.check_newer(pack)
    yield
    plan = applying.plan(pack)
    _begin(one, len(plan.units) + len(plan.lines))
    if one.state == State.CHECKING:
        yield from _looked(one, pack, plan)
    else:
        yield from _applied(one, pack, plan)


def _looked(one, pack, plan):
    lines: list[Line] = []
    for line in applying.preview(pack, plan):
        lines.append(line)
        LawImport.objects.filter(pk=one.pk).update(done=len(lines))
        yield
    one.unchanged = plan.unchanged
    _ready(one, lines, f"{pack}\n{applying.summary(lines, plan.unchanged)}。")


def _applied(one, pack, plan):
    yield from applying.carry_out(pack, plan, lambda line: _keep(one, line))
    one.made, one.signer = pack.manifest.made, pack.signer
    end(one, State.DONE, f"{applying.summary(one.lines.all(), one.unchanged)}。")
    upkeep.after_bulk_change()


def _keep(one, line):
    """Within the transaction of the statute: what is stored is told, what is told is stored."""
    LawImportLine.objects.get_or_create(law_import=one, **asdict(line))
    one.done = min(one.lines.count(), one.total)
    one.save(update_fields=["done"])


def _files(one):
    """All files at once: an upload holds few. They lie in a folder only for as long as it takes."""
    looking = one.state == State.CHECKING
    try:
        with tempfile.TemporaryDirectory() as folder:
            for file in one.files.all():
                (Path(folder) / file.name).write_bytes(file.content)
            report = import_folder(folder=Path(folder), dry_run=looking, replace=one.replace)
    except OSError:  # tried again and again it would stop those that wait
        end(one, State.FAILED, NO_ROOM)
        return
    yield
    lines = [Line(Became.REFUSED, "", words) for words in report.failed]
    lines += [Line(Became.NOTE, "", words) for words in report.remarks]
    if looking and report.done:
        _ready(one, lines, _files_told(report, LOOKED))
        return
    records.keep_lines(one, lines)
    end(one, State.DONE if report.done else State.FAILED, _files_told(report, {}))


def _files_told(report, labels):
    """What becomes, or became, of the texts, by number."""
    told = [
        f"{labels.get(what, what.label)}{report.done[what]}部"
        for what in OutcomeKind
        if report.done[what]
    ]
    failed = f"有{len(report.failed)}处不能导入，原因见下。" if report.failed else ""
    return (f"{'，'.join(told)}，共{report.articles}条。" if told else "") + failed


def _begin(one, total):
    """The first time, or the rest would be called the whole."""
    if not one.total:
        one.total = total
        one.save(update_fields=["total"])


@transaction.atomic
def _ready(one, lines, words):
    """Wait for a person to confirm."""
    one.lines.all().delete()
    records.keep_lines(one, lines)
    one.state, one.words = State.READY, words
    one.save()


@transaction.atomic
def end(one: OfficeImport, state: str, words: str) -> None:
    """The report stays, the files go."""
    one.state, one.words, one.finished_at = state, words, timezone.now()
    one.save()
    one.files.all().delete()
