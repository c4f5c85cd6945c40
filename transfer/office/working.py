"""The worker's part of an upload of articles: looking at it, importing it, taking it back."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from richtext.base import upkeep
from statutes.importing import unpacking
from statutes.importing.uploads import end, guarded
from transfer.importing.allowed import Allowed
from transfer.importing.article_builder import ArticleBuilder
from transfer.importing.files import find_files
from transfer.importing.folder import Import
from transfer.importing.pictures import Pictures
from transfer.importing.site_lookup import SiteLookup
from transfer.models import ArticleImport, ArticleImportLine
from transfer.office import taking_back
from transfer.office.lines import Lines
from transfer.office.rights import may_import

State, Became = ArticleImport.State, ArticleImportLine.Became
WILL = {Became.NEW: "将新导入", Became.UPDATED: "将更新"}
DID = {Became.NEW: "新导入", Became.UPDATED: "更新"}
# In the order in which it is told, each with what it is counted in.
TOLD = {
    **dict.fromkeys([Became.NEW, Became.UPDATED, Became.UNCHANGED, Became.KEPT], "篇"),
    Became.REFUSED: "处",
}
OTHERS = {
    ".doc", ".wps", ".rtf", ".txt", ".pdf", ".odt", ".xls", ".xlsx", ".ppt", ".pptx", ".mht",
    ".mhtml", ".zip", ".rar", ".7z",
}  # fmt: skip
OTHER_KIND = "不是能导入的格式，没有读取。Word文档请另存为 .docx。"
NO_RIGHT = "上传的人现在没有导入文章的权限，没有导入任何内容。"
CHOOSE = "请在“换一种方式核对”中选择，再核对一次。"
UNREADABLE = "无法打开。"
NOTHING = "没有可以导入的文章。"


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
    lines = Lines(one)
    run = _run(one, lines, dry_run=looking)
    found, closed = find_files([folder])
    for place, words in [*left, *((name, UNREADABLE) for name in closed)]:
        lines.refused(place, words)
    yield from run.steps(found)
    words = summary(one, WILL if looking else DID)
    if not looking:
        upkeep.after_bulk_change()
    if looking and one.lines.exists():
        one.state, one.words, one.new_tags = State.READY, words, []
        one.records = one.lines.count()
        one.save()
        return
    end(one, State.DONE if one.brings else State.FAILED, words)


def _run(one, lines, *, dry_run):
    allowed = Allowed.of(one.user)
    site = SiteLookup.load()
    site.area, site.author = one.area, one.author
    site.areas.instead = site.lawyers.instead = CHOOSE
    maker = ArticleBuilder(site, Pictures(dry_run), one.publish and allowed.publish, allowed)
    update = one.update and allowed.change
    return Import(maker, update, dry_run, watch=lines, user=one.user)


def summary(one: ArticleImport, labels: dict) -> str:
    """What becomes, or became, of the records, by number."""
    number = Counter(one.lines.values_list("became", flat=True))
    told = [f"{labels.get(b, b.label)}{number[b]}{sign}" for b, sign in TOLD.items() if number[b]]
    return f"{'，'.join(told)}。" if told else NOTHING
