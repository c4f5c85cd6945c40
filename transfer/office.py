"""Articles that the office imports: taken, looked at, confirmed, stored, reported, taken back.

The worker's part (`steps`) goes record by record, and goes on where it was interrupted. What
somebody has worked on since an import is left and named when it is taken back.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import PurePath
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError, QuerySet, Sum
from django.db.models.functions import Length
from django.utils import timezone

from articles import redirects
from articles.models import Article, RelatedLink, Tag
from articles.models import State as ArticleState
from articles.workflow import amending, batches
from articles.workflow.amending import BARRED_TITLE
from articles.workflow.publishing import PublishingError
from consult.spam import rate_limit
from firm.models import PracticeArea
from richtext.base import upkeep
from richtext.base.decoding import without_controls
from richtext.base.front_matter import UnreadableFileError
from statutes.importing import unpacking, uploads
from transfer import survey
from transfer.importing.article_builder import CHANGE, PUBLISH, Became, BuiltArticle
from transfer.importing.files import find_files, kind_of
from transfer.importing.folder import WILL, Import, Report, counted
from transfer.importing.pictures import KINDS
from transfer.models import TAKEN_BACK_WITHIN, ArticleImport, ArticleImportLine

State, Problem = ArticleImport.State, ArticleImportLine.Problem
ADD, VIEW = "articles.add_article", "articles.view_article"
LOCK = "article uploads"
MOST_OPEN = 10  # uploads at once whose files lie here
TOO_MANY = f"已有{MOST_OPEN}次导入等待核对或确认，请先确认或放弃其中的几次。"
MOST_RECORDS = 100_000  # of one upload, refused ones too: each is a line of the report
TOO_LONG = f"一次最多{MOST_RECORDS}篇，没有导入任何内容。请分几次上传，或由运维人员用命令导入。"
MOST_BYTES = 100 * 1024 * 1024  # of all files of one upload: the worker holds them
TOO_MUCH = "这次导入的文件合计超过100MB。其余的图片请导入后在文章中补传。"
AT_ONCE = 50  # lines of the report
LONGEST_PLACE, LONGEST_TITLE = 300, 80
DID = {Became.NEW: "新导入", Became.UPDATED: "更新"}
OTHERS = {
    ".doc", ".wps", ".rtf", ".pdf", ".odt", ".xls", ".xlsx", ".ppt", ".pptx", ".mht",
    ".mhtml", ".zip", ".rar", ".7z",
}  # fmt: skip
BESIDE = {".zip", *KINDS}  # what is no article and may be uploaded with some
OTHER_KIND = "不是能导入的格式，没有读取。Word文档请另存为 .docx。"
NO_RIGHT = "上传的人现在没有导入文章的权限，没有导入任何内容。"
UNREADABLE = "无法打开。"
NOTHING = "没有可以导入的文章。"
# Of what is taken back.
NOTE = "撤销导入"
TO_DRAFT = "导入后转为草稿"
DONE, GONE, FAULT = "已撤销", "文章已经删除", "程序出错，没有撤销，原因见服务器日志。"
LINK = ("target_id", "url", "title", "order")
NO_TAKING_DOWN = "文章已经发布，您没有撤下文章的权限。"
NO_CHANGE = "您没有修改这篇文章的权限。"
TOLD = "已撤销{}篇。"
LEFT = "有{}篇没有撤销，保持现状，原因见下。"
log = logging.getLogger("antou.worker")


def may_import(user: User) -> bool:
    """Whoever may write a new article may bring one in a file."""
    return user.has_perm(ADD)


def may_see(user: User, upload: ArticleImport) -> bool:
    """Those of others only who may change every article."""
    return may_import(user) and (upload.user_id == user.pk or user.has_perm(CHANGE))


@transaction.atomic
def take(upload: ArticleImport, files: list[tuple[str, bytes]]) -> ArticleImport:
    """Keep an upload; the one that waits already where the same person sends the same again.

    ValidationError where too many wait.
    """
    sent = [(name, hashlib.sha256(content).hexdigest()) for name, content in files]
    upload.digest = hashlib.sha256(repr(sent).encode()).hexdigest()
    rate_limit.lock_scope(LOCK)  # else of two that come at once each would find the other missing
    waiting = ArticleImport.objects.filter(state__in=[State.CHECKING, State.READY, State.IMPORTING])
    if twin := waiting.filter(user=upload.user, digest=upload.digest).first():
        return twin
    if waiting.count() >= MOST_OPEN:
        raise ValidationError(TOO_MANY)
    uploads.take(upload, files)
    return upload


@transaction.atomic
def add_files(upload: ArticleImport, files: list[tuple[str, bytes]]) -> bool:
    """Have an upload looked at with more files, such as its pictures; False when it waits for that
    no more, ValidationError for too much."""
    known = upload.files.aggregate(bytes=Sum(Length("content")))["bytes"] or 0
    if known + sum(len(content) for _, content in files) > MOST_BYTES:
        raise ValidationError(TOO_MUCH)
    if not look_again(upload):
        return False
    uploads.keep(upload, files)
    return True


def look_again(upload: ArticleImport, **more: dict) -> bool:
    """Have an upload looked at once more, as `more` says; False when it waits for that no more."""
    begun = {"state": State.CHECKING, "done": 0, "total": 0, "words": "", "digest": ""}
    return bool(_of(upload, State.READY).update(**begun, **more))


def choose(upload: ArticleImport, choices: dict[str, dict[str, str]], **ticks: bool) -> bool:
    """Keep what is chosen so far; False when it waits for that no more."""
    upload.choices = choices
    return bool(_of(upload, State.READY).update(choices=choices, **ticks))


@transaction.atomic
def stop(upload: ArticleImport, user: User) -> bool:
    """Stop what is being checked, or imported: what was stored is taken back."""
    if _of(upload, State.CHECKING).update(state=State.DROPPED, finished_at=timezone.now()):
        upload.files.all().delete()
        return True
    return _return(upload, State.IMPORTING, user)


def _of(upload, state):
    return ArticleImport.objects.filter(pk=upload.pk, state=state)


def handle(lines: QuerySet) -> int:
    """Mark lines of a report as seen to."""
    return lines.exclude(problems="").update(handled=True)


def to_drafts(lines: QuerySet, user: User) -> int:
    """Take the published articles of some lines from the public, as drafts; how many that were."""
    done = 0
    for line in lines.filter(article__state=ArticleState.PUBLISHED):
        with suppress(PublishingError), transaction.atomic():
            article = batches.untouched(line.article_id, line.number)
            before = {**batches.take(article), "state": ArticleState.DRAFT}
            kept = batches.put_back(article=article, before=before, user=user, note=TO_DRAFT)
            line.number = kept.number
            line.save(update_fields=["number"])
            done += 1
    return done


def forget_old() -> None:
    """Give up what nobody confirmed, forget what can be undone no more; a worker's job."""
    uploads.give_up_unconfirmed(ArticleImport)
    now = timezone.now()
    over = ArticleImport.objects.filter(
        state__in=[*ArticleImport.ENDED, State.RETURNED], finished_at__lt=now - TAKEN_BACK_WITHIN
    )
    lines = ArticleImportLine.objects.filter(upload__in=over, before__isnull=False)
    lines.update(before=None)
    old = ArticleImport.objects.filter(asked_at__lt=now - uploads.KEPT)
    old.exclude(state__in=ArticleImport.WORK).delete()


def forget_article(article: Article, **_: object) -> None:
    """What the reports of imports hold of an article that is barred; receives `barring`."""
    lines = ArticleImportLine.objects.filter(article=article)
    lines.update(title=BARRED_TITLE, place="", doubts="", before=None)


class Lines(Report):
    """Keeps a line for each record; what an interrupted run has stored stays told as it was."""

    def __init__(self, upload: ArticleImport):
        super().__init__()
        self.upload = upload
        self.standings: dict[int, dict] = {}
        told = upload.lines.values_list("place", "number")
        self.places = {place for place, _ in told}
        self.earlier = frozenset(self.places)
        self.brought = {place for place, number in told if number}
        self.waiting: list[ArticleImportLine] = []
        self.not_led = 0  # old addresses that cannot lead on
        self.led: set[str] = set()  # those of categories that were looked at

    def has_stored(self, place: str) -> bool:
        return place[:LONGEST_PLACE] in self.brought

    def before(self, batch: list[BuiltArticle]) -> None:
        """How the articles stand that are about to be changed, where addresses led that new ones
        take, and which tags are missing."""
        self.standings = {one.row.pk: taken(one.row, one.old_urls) for one in batch if one.row}
        numbered = [one.wanted for one in batch if one.done == Became.NEW and one.wanted.pk]
        own = {article.get_absolute_url(): article.pk for article in numbered}
        led = Redirect.objects.filter(site=settings.SITE_ID, old_path__in=own)
        self.standings |= {own[row.old_path]: {"led": row.new_path} for row in led}
        told = {name for one in batch for name in one.names}
        known = {*Tag.objects.filter(name__in=told).values_list("name", flat=True)}
        self.upload.new_tags = sorted({*self.upload.new_tags, *told} - known)
        urls = {url for one in batch for url in one.category_urls} - self.led
        if urls:
            self.led |= urls
            new = redirects.unknown(urls)
            self.upload.new_redirects = sorted({*self.upload.new_redirects, *new})

    def stored(self, batch: list[BuiltArticle]) -> None:
        """A line for each; what an earlier run stored is no news to this one.

        `number` is there when something was stored, and then only has it a row to name.
        """
        lines = []
        for one in batch:
            place, pk = one.record.place, one.wanted.pk
            notes = one.record.notes
            self.not_led += sum(note.startswith(redirects.REFUSED_URL) for note in notes)
            if self.has_stored(place) and one.done in {Became.UNCHANGED, Became.KEPT}:
                continue
            line = self._line(one.done, place, one.wanted.title, notes, one.problems)
            line.article_id = pk if one.number or one.done != Became.NEW else None
            line.number = one.number or None
            line.before = self.standings.get(pk) if one.number else None
            lines.append(line)
        self._keep(lines)
        self.upload.save(update_fields=["new_tags", "new_redirects"])

    def refuse(self, place, words, title="", notes=()):
        problems = [] if words.endswith(survey.CHOSEN_OUT) else [(Problem.REFUSED, words)]
        self.waiting.append(self._line(Became.REFUSED, place, title, [words, *notes], problems))
        if len(self.waiting) >= AT_ONCE:
            self.settled()

    def doubt(self, place, words):
        self._keep_waiting()
        for line in self.upload.lines.filter(place=place[:LONGEST_PLACE]):
            line.doubts = "\n".join(dict.fromkeys([*line.doubts.splitlines(), words]))
            line.order = _order(line.became, line.doubts)
            line.problems = line.problems or Problem.NOTE
            line.save(update_fields=["doubts", "order", "problems"])

    def settled(self) -> None:
        self._keep_waiting()
        ArticleImport.objects.filter(pk=self.upload.pk).update(done=len(self.places))

    def _line(self, became, place, title, doubts, problems):
        # What is refused for a sign that PostgreSQL does not store is named all the same.
        doubts = [*(words for _, words in problems), *doubts]
        told = "\n".join(dict.fromkeys(map(without_controls, doubts)))
        title = without_controls(" ".join(title.split()))[:LONGEST_TITLE]
        place, order = place[:LONGEST_PLACE], _order(became, told)
        kinds = " ".join(dict.fromkeys(kind for kind, _ in problems))
        kinds = kinds or (Problem.NOTE if told and became != Became.REFUSED else "")
        return ArticleImportLine(
            upload=self.upload, order=order, became=became, place=place, title=title, doubts=told,
            problems=kinds,
        )  # fmt: skip

    def _keep_waiting(self):
        """Not with a batch: what the database takes back takes its lines with it."""
        if self.waiting:
            self._keep(self.waiting)
            self.waiting = []

    def _keep(self, lines):
        again = [line.place for line in lines if line.place in self.earlier]
        self.upload.lines.filter(place__in=again).delete()
        ArticleImportLine.objects.bulk_create(lines)
        self.places |= {line.place for line in lines}


def _order(became, doubts):
    return list(Became).index(became) + (0 if doubts else 10)


def steps() -> Iterator[None]:
    """All that waits, for `statutes.services.recheck.Resumable`."""
    waiting = ArticleImport.objects.filter(state__in=ArticleImport.WORK).order_by("pk")
    for pk in [*waiting.values_list("pk", flat=True)]:
        if one := waiting.filter(pk=pk).first():  # while others had their turn it may be stopped
            work = _returned if one.state == State.RETURNING else _work
            yield from uploads.guarded(one, work(one))


def _work(one):
    if one.user is None or not may_import(one.user):
        uploads.end(one, State.FAILED, NO_RIGHT)
        return
    begun = one.state
    looking = begun == State.CHECKING
    files = [(file.name, file.content) for file in one.files.all()]
    with TemporaryDirectory() as scratch, unpacking.laid_out(files, _unread) as (folder, left):
        drawn = "" if looking else scratch
        maker = survey.OfficeBuilder(drawn, one, one.user)
        if looking:
            one.lines.all().delete()  # of a run that was interrupted
        else:
            ArticleImport.objects.filter(pk=one.pk).update(total=one.records)
        lines = Lines(one)
        lines.settled()  # how far an interrupted run was, and not how far it said it was
        found, closed = find_files([folder])
        for name, _ in files:  # of a ZIP that is told by the name alone (`_unread`)
            if PurePath(name).suffix.lower() not in BESIDE and not kind_of(folder / name):
                left.append((name, OTHER_KIND))
        for place, words in [*left, *((name, UNREADABLE) for name in closed)]:
            lines.refuse(place, words)
        update = one.update and maker.allowed.change
        mark = one.marks.get("mark")
        reading = Import(maker, update, looking, lines, user=one.user, mark=mark).run(found)
        for _ in reading:
            if lines.records > MOST_RECORDS and looking:
                reading.close()
                one.lines.all().delete()
                raise UnreadableFileError(TOO_LONG)
            yield
            if lines.records % AT_ONCE == 0 and not _of(one, begun).exists():  # it was stopped
                reading.close()
                return
    told = counted(Counter(one.lines.values_list("became", flat=True)), WILL if looking else DID)
    words = f"{told}。" if told else NOTHING
    if not looking:
        upkeep.after_bulk_change()
    with transaction.atomic():
        if not _of(one, begun).select_for_update().exists():
            return
        if looking and one.lines.exists():
            one.state, one.words, one.new_tags, one.new_redirects = State.READY, words, [], []
            one.records = one.lines.count()
            size = sum(len(content) for _, content in files)
            one.survey = {**maker.survey(), "not_led": lines.not_led, "size": size}
            one.save()
            return
        # Numbers alone: what is kept tells no title that may be barred one day.
        kept = {key: told for key, told in one.survey.items() if not isinstance(told, list)}
        one.survey = {**kept, "led": maker.survey()["all_addresses"] - lines.not_led}
        uploads.end(one, State.DONE if one.brings else State.FAILED, words)


def _unread(name):
    return OTHER_KIND if PurePath(name).suffix.lower() in OTHERS else ""


@transaction.atomic
def take_back(*, upload: ArticleImport, user: User) -> bool:
    """Hand an import to the worker to take it back; False where that is possible no more."""
    if not upload.can_be_taken_back:
        return False
    return _return(upload, upload.state, user)


def _return(upload, state, user):
    total = upload.lines.filter(became__in=ArticleImportLine.BROUGHT).count()
    begun = {"state": State.RETURNING, "user": user, "done": 0, "total": total}
    return bool(_of(upload, state).update(**begun))


def _returned(one: ArticleImport) -> Iterator[None]:
    """Article by article; one that was interrupted goes on where it was."""
    brought = one.lines.filter(became__in=ArticleImportLine.BROUGHT)
    for line in brought.filter(back="").order_by("-pk").select_related("article"):
        line.back = _back(line, one.user)[:200]
        line.save(update_fields=["back"])
        one.done += 1
        one.save(update_fields=["done"])
        yield
    # Tags that the import has made and that nothing bears any more.
    Tag.objects.filter(name__in=one.new_tags, articles=None).delete()
    areas = [area.get_absolute_url() for area in PracticeArea.objects.all()]
    mine = Redirect.objects.filter(site=settings.SITE_ID, old_path__in=one.new_redirects)
    mine.filter(new_path__in=areas).delete()
    one.files.all().delete()  # of one that was stopped
    left = brought.exclude(back__in=[DONE, GONE]).count()
    one.state, one.finished_at = State.RETURNED, timezone.now()
    one.words = TOLD.format(brought.filter(back=DONE).count()) + (LEFT.format(left) if left else "")
    one.save()
    upkeep.after_bulk_change()


def _back(line, user):
    if line.article is None:
        return GONE
    try:
        with transaction.atomic():
            _undo(line, user)
    except PublishingError as refused:
        return str(refused)
    except ProtectedError:
        return "其他记录引用了这篇文章，不能删除。"
    except DatabaseError:
        raise  # the same works later
    except Exception:  # it would come again at each turn, and hold up all others
        log.exception("line %s of an import could not be taken back", line.pk)
        return FAULT
    return DONE


def _undo(line, user):
    article = batches.untouched(line.article_id, line.number)
    is_update = line.became == Became.UPDATED
    # Visitors read it now, or would again.
    is_seen = ArticleState.PUBLISHED in {article.state, (line.before or {}).get("state")}
    if is_seen and not (user and user.has_perm(PUBLISH)):
        raise PublishingError(NO_TAKING_DOWN)
    if is_update and not (user and user.has_perm(CHANGE)):
        raise PublishingError(NO_CHANGE)
    if is_update:
        batches.put_back(article=article, before=line.before, user=user, note=NOTE)
        links = line.before["links"]
        targets = [link["target_id"] for link in links if link["target_id"]]
        there = {None, *Article.objects.filter(pk__in=targets).values_list("pk", flat=True)}
        article.related_links.all().delete()
        RelatedLink.objects.bulk_create(  # but those to what has been deleted meanwhile
            RelatedLink(article=article, **link) for link in links if link["target_id"] in there
        )
        _old_urls(article).filter(old_path__in=line.before.get("brought", [])).delete()
        return
    amending.take_down(article=article, user=user)
    _old_urls(article).delete()
    address, led = article.get_absolute_url(), (line.before or {}).get("led")
    article.delete()
    if led is not None:
        redirects.add_redirects([(address, led)])


def taken(article: Article, old_urls: Iterable[str]) -> dict:
    """How an article was before an import changes it: plain JSON, with its links, and which of some
    old addresses will lead to it by the import."""
    links = list(article.related_links.values(*LINK))
    return {**batches.take(article), "links": links, "brought": sorted(redirects.unknown(old_urls))}


def _old_urls(article):
    return Redirect.objects.filter(site=settings.SITE_ID, new_path=article.get_absolute_url())
