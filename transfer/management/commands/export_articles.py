"""`manage.py export_articles TARGET`: every article into files, without loss."""

from pathlib import Path

from django.core.management.base import CommandError

from richtext.base.commands import LongCommand
from richtext.base.decoding import printable
from transfer.exporting import FORMATS, JSON_LINES, MARKDOWN, FolderOccupiedError, export

NOT_WRITTEN = 2
GONE = {".csv", ".docx", ".html"}  # asked for, they would become the name of a folder
NOT_AS = "不能导出为 {}，没有导出；可以导出为Markdown（文件夹）或者JSON lines（.jsonl 文件）。"


class Command(LongCommand):
    """Exit code 0 when all was written, 2 when it was not."""

    go_on, failed, running = "导出的文件不完整。", NOT_WRITTEN, "正在导出"
    help = "导出全部文章（草稿、已撤下的也在内），格式见 docs/import.md。"

    def add_arguments(self, parser):
        parser.add_argument("target", metavar="FOLDER|FILE", help="文件夹，或者 .jsonl 文件。")
        parser.add_argument("--format", choices=FORMATS, help="不写则看扩展名，没有扩展名就是 md。")
        parser.add_argument("--force", action="store_true", help="覆盖同名的文件。")

    def handle(self, *, target, force, **options):
        path = Path(target)
        suffix = path.suffix.lower()
        if suffix in GONE and not path.is_dir():
            raise CommandError(NOT_AS.format(suffix), returncode=NOT_WRITTEN)
        format = options["format"] or (JSON_LINES if suffix == f".{JSON_LINES}" else MARKDOWN)
        if format == JSON_LINES and (path.is_dir() or not path.suffix):
            path = path / f"articles.{JSON_LINES}"
        try:
            with self.guarded():
                number = export(path, format, force, self.count)
        except FolderOccupiedError as error:
            words = f"{printable(str(path))}：{error}"
            raise CommandError(words, returncode=NOT_WRITTEN) from error
        except OSError as error:
            words = f"{printable(str(path))} 无法写入（{error.strerror}），请检查权限和磁盘空间。"
            raise CommandError(words, returncode=NOT_WRITTEN) from error
        self.stdout.write(f"已导出{number}篇文章：{printable(str(path))}")
