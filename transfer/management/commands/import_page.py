"""Takes over a saved page of a lawyer's old site: `manage.py import_page FILE`."""

from argparse import SUPPRESS

from django.core.management.base import BaseCommand, CommandError

from transfer.legacy_page.apply import apply
from transfer.legacy_page.recognise import NotAPageError, read, recognise


class Command(BaseCommand):
    """Reads, recognises, fills and reports; a refusal is one sentence and exit code 1."""

    requires_system_checks = []  # what they would say of the firm is in the report
    help = "导入律师旧网站的一个页面（保存下来的文字或者网页），说明识别了什么、哪里存疑。"

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="保存下来的页面：文字或者 HTML，UTF-8、UTF-16 或者 GBK 编码。"
        )
        parser.add_argument("--publish", action="store_true", help="立即发布；不加则都是草稿。")
        # Of 0.1.0, which had the sample in the firm's own database; jobs may still say it.
        parser.add_argument("--new-firm", action="store_true", help=SUPPRESS)

    def handle(self, *, file, publish, **options):
        try:
            words = apply(page=recognise(read(file)), publish=publish)
        except NotAPageError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(words)
