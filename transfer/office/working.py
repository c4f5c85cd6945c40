"""The worker's part of an upload of articles: unpacked, looked at, imported, reported."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from articles.models import Tag
from richtext.base import upkeep
from statutes.importing import unpacking
from statutes.importing.files import without_controls
from statutes.importing.uploads import end, guarded
from transfer.importing.article_builder import Allowed, ArticleBuilder, BuiltArticle
from transfer.importing.files import find_files
from transfer.importing.folder import WILL, Import, Report, counted
from transfer.importing.pictures import Pictures
from transfer.models import ArticleImport, ArticleImportLine
from transfer.office import taking_back
from transfer.office.uploads import may_import

State, Became = ArticleImport.State, ArticleImportLine.Became
LONGEST_PLACE, LONGEST_TITLE = 300, 80
DID = {Became.NEW: "新导入", Became.UPDATED: "更新"}
OTHERS = {
    ".doc", ".wps", ".rtf", ".txt", ".pdf", ".odt", ".xls", ".xlsx", ".ppt", ".pptx", ".mht",
    ".mhtml", ".zip", ".rar", ".7z",
}  # fmt: skip
OTHER_KIND = "不是能导入的格式，没有读取。Word文档请另存为 .docx。"
NO_RIGHT = "上传的人现在没有导入文章的权限，没有导入任何内容。"
CHOOSE = "请在“换一种方式核对”中选择，再核对一次。"
UNREADABLE = "无法打开。"
NOTHING = "没有可以导入的文章。"


class Lines(Report):
    """Keeps a line for each record; what an interrupted run has stored stays told as it was."""

    def __init__(self, upload: ArticleImport):
        super().__init__()
        self.upload = upload
        self.standings: dict[int, dict] = {}
        self.earlier = dict(upload.lines.values_list("place", "became"))
        self.places = set(self.earlier)

    def before(self, batch: list[BuiltArticle]) -> None:
        """How the articles stand that are about to be changed, and which tags are missing."""
        rows = [one.row for one in batch if one.row]
        self.standings = {row.pk: taking_back.taken(row) for row in rows}
        told = {name for one in batch for name in one.names}
        known = {*Tag.objects.filter(name__in=told).values_list("name", flat=True)}
        self.upload.new_tags = sorted({*self.upload.new_tags, *told} - known)

    def stored(self, batch: list[BuiltArticle]) -> None:
        """A line for each; what an earlier run stored is no news to this one.

        `number` is there when something was stored, and then only has it a row to name.
        """
        lines = []
        for one in batch:
            place, pk = one.record.place, one.wanted.pk
            told = self.earlier.get(place[:LONGEST_PLACE])
            if one.done == Became.UNCHANGED and told in ArticleImportLine.BROUGHT:
                continue
            line = self._line(one.done, place, one.wanted.title, one.record.notes)
            line.article_id = pk if one.number or one.done != Became.NEW else None
            line.number = one.number or None
            line.before = self.standings.get(pk) if one.number else None
            lines.append(line)
        self._keep(lines)
        self.upload.save(update_fields=["new_tags"])

    def refuse(self, place, words, title="", notes=()):
        self._keep([self._line(Became.REFUSED, place, title, [words, *notes])])

    def doubt(self, place, words):
        for line in self.upload.lines.filter(place=place[:LONGEST_PLACE]):
            line.doubts = "\n".join(dict.fromkeys([*line.doubts.splitlines(), words]))
            line.order = _order(line.became, line.doubts)
            line.save(update_fields=["doubts", "order"])

    def settled(self) -> None:
        """Tell how far it is."""
        ArticleImport.objects.filter(pk=self.upload.pk).update(done=len(self.places))

    def _line(self, became, place, title, doubts):
        # What is refused for a sign that PostgreSQL does not store is named all the same.
        told = "\n".join(dict.fromkeys(map(without_controls, doubts)))
        title = without_controls(" ".join(title.split()))[:LONGEST_TITLE]
        place, order = place[:LONGEST_PLACE], _order(became, told)
        return ArticleImportLine(
            upload=self.upload, order=order, became=became, place=place, title=title, doubts=told
        )

    def _keep(self, lines):
        again = [line.place for line in lines if line.place in self.earlier]
        self.upload.lines.filter(place__in=again).delete()
        ArticleImportLine.objects.bulk_create(lines)
        self.places |= {line.place for line in lines}


def _order(became, doubts):
    """What has doubts stands before what has none."""
    return list(Became).index(became) + (0 if doubts else 10)


def steps() -> Iterator[None]:
    """All that waits, for `statutes.importing.uploads.ResumableImport`."""
    for one in ArticleImport.objects.filter(state__in=ArticleImport.WORK).order_by("pk"):
        work = taking_back.steps if one.state == State.RETURNING else _work
        yield from guarded(one, work(one))


def _work(one):
    if one.user is None or not may_import(one.user):
        end(one, State.FAILED, NO_RIGHT)
        return
    files = [(file.name, file.content) for file in one.files.all()]
    with unpacking.laid_out(files, _unread) as (folder, left):
        yield from _imported(one, folder, left)


def _unread(name):
    return OTHER_KIND if PurePath(name).suffix.lower() in OTHERS else ""


def _imported(one, folder, left):
    looking = one.state == State.CHECKING
    if looking:
        one.lines.all().delete()  # of a run that was interrupted
    else:
        ArticleImport.objects.filter(pk=one.pk).update(total=one.records)
    lines, allowed = Lines(one), Allowed.of(one.user)
    publish = one.publish and allowed.publish
    maker = ArticleBuilder(Pictures(looking), publish=publish, allowed=allowed, instead=CHOOSE)
    maker.area, maker.author = one.area, one.author
    found, closed = find_files([folder])
    for place, words in [*left, *((name, UNREADABLE) for name in closed)]:
        lines.refuse(place, words)
    update = one.update and allowed.change
    yield from Import(maker, update, looking, lines, user=one.user).run(found)
    told = counted(Counter(one.lines.values_list("became", flat=True)), WILL if looking else DID)
    words = f"{told}。" if told else NOTHING
    if not looking:
        upkeep.after_bulk_change()
    if looking and one.lines.exists():
        one.state, one.words, one.new_tags = State.READY, words, []
        one.records = one.lines.count()
        one.save()
        return
    end(one, State.DONE if one.brings else State.FAILED, words)
