"""`manage.py import_articles PATH…`: articles from files and folders."""

from collections import Counter
from tempfile import TemporaryDirectory

from django.core.management.base import CommandError
from django.db import DatabaseError

from firm.models import Lawyer, PracticeArea
from richtext.base import upkeep
from richtext.base.commands import LongCommand
from statutes.management.commands.import_statutes import NOT_ALL
from transfer.importing.article_builder import ArticleBuilder, Became
from transfer.importing.files import find_files
from transfer.importing.folder import WILL, Import, Report, counted
from transfer.importing.lookup import NameLookup
from transfer.importing.record import UnreadableRecordError

NOTHING_TO_READ = 2
DID = {Became.NEW: "新导入", Became.UPDATED: "已更新"}


class Command(LongCommand):
    """Exit code 0 when all was imported, 1 when something was refused, 2 with nothing to read."""

    help = "导入文章：Markdown、HTML、Word（.docx）、JSON lines，格式见 docs/import.md。"
    go_on = "已导入的文章均完整，重新运行将继续导入。"

    def add_arguments(self, parser):
        parser.add_argument("paths", metavar="PATH", nargs="+", help="文件或者文件夹。")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入任何内容。")
        parser.add_argument("--update", action="store_true", help="已有的文章如有变化则更新。")
        parser.add_argument("--publish", action="store_true", help="没有写状态的直接发布。")
        parser.add_argument("--area", default="", metavar="NAME", help="没有写领域时用这个。")
        parser.add_argument("--author", default="", metavar="NAME", help="没有写作者时用这位律师。")
        parser.add_argument(
            "--keep-going", action="store_true", help="有文章没有导入时也以退出码0结束。"
        )

    def handle(self, *, paths, dry_run, update, publish, area, author, keep_going, **options):
        report = Report()
        with self.guarded():
            try:
                with TemporaryDirectory() as scratch:
                    drawn = "" if dry_run else scratch
                    areas, lawyers = NameLookup(PracticeArea, area), NameLookup(Lawyer, author)
                    maker = ArticleBuilder(drawn, areas=areas, lawyers=lawyers, publish=publish)
                    found, closed = find_files(paths)
                    report.refused += [f"{name}：无法打开，请检查读取权限。" for name in closed]
                    for _ in Import(maker, update, dry_run, report, self._tick).run(found):
                        pass
            except UnreadableRecordError as error:
                raise CommandError(error.words, returncode=NOTHING_TO_READ) from error
            except (DatabaseError, KeyboardInterrupt):
                self.run_along("", ends=True)
                self._tell(report, dry_run, broken_off=True)
                raise
        if not dry_run:
            upkeep.after_bulk_change()
        self._tell(report, dry_run)
        if report.refused and not keep_going:
            raise CommandError(NOT_ALL.format(len(report.refused)), returncode=1)

    def _tick(self, number, share):
        if number % 20 == 0 or share == 1:
            self.run_along(f"正在导入：{number}篇，{share:.0%}", ends=share == 1)

    def _tell(self, report, dry_run, broken_off=False):
        self.report(report.remarks, report.refused)
        number = Counter({**report.done, Became.REFUSED: len(report.refused)})
        counts = counted(number, WILL if dry_run else DID) or "没有文章"
        head = "检查完毕，没有写入任何内容" if dry_run else "导入完毕"
        head = "中断以前" if broken_off else head
        self.stdout.write(f"读取{report.files}个文件，{report.records}篇文章。")
        self.stdout.write(f"{head}：{counts}。")
