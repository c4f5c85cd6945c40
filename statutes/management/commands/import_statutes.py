"""`manage.py import_statutes DIR`: texts of statutes from a folder of markdown files."""

from pathlib import Path

from django.core.management.base import CommandError

from richtext.base import upkeep
from richtext.base.commands import LongCommand
from statutes.importing import carried
from statutes.importing.batch import import_folder
from statutes.importing.document import UnreadableDocumentError

NO_FOLDER = 2
GO_ON = "已导入的法规均完整，重新运行将继续导入。"
NOT_ALL = "有{}处没有导入，原因见上。"


class Command(LongCommand):
    """Exit code 0 when all was read, 1 when a file was not, 2 when there is no folder to read."""

    help = "从一个目录导入法规条文（Word或markdown文件），格式见 docs/statutes.md。"
    go_on = GO_ON

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR", help="放法规文件的目录，子目录也会读取。")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入数据库。")
        parser.add_argument(
            "--replace-changed",
            action="store_true",
            help="已导入的法规，如文件有变化，用文件替换；不加则只说明差异。",
        )

    def handle(self, *, folder, dry_run, replace_changed, **options):
        how = {"dry_run": dry_run, "replace": replace_changed, "tick": self._tick}
        with self.guarded():
            try:
                report = import_folder(folder=Path(folder), **how)
            except UnreadableDocumentError as error:
                raise CommandError(error.words, returncode=NO_FOLDER) from error
            if not dry_run:
                carried.fill()
                upkeep.after_bulk_change()
        self.report(report.remarks, report.failed)
        lines, done = report.lines, report.done_in_words(ahead=dry_run)
        read = "，".join(f"{kind}{number}" for kind, number in lines.most_common())
        copies = f"（另有{report.copies}条在内容相同的文件里）" if report.copies else ""
        head = "检查完毕，没有写入任何内容" if dry_run else "导入完毕"
        self.stdout.write(
            f"读取{report.files}个文件，{lines.total()}行：{read or '没有可读的内容'}。\n"
            f"{head}：{done or '没有法规'}，共{report.articles}条{copies}。"
        )
        if report.failed:
            raise CommandError(NOT_ALL.format(len(report.failed)), returncode=1)

    def _tick(self, what, number, total):
        self.run_along(f"正在{what}：{number}/{total}", ends=number == total)
