"""Takes over a saved page of a lawyer's old site: `manage.py import_page FILE`."""

from django.core.management.base import BaseCommand, CommandError

from transfer.legacy_page import report
from transfer.legacy_page.apply import apply
from transfer.legacy_page.file_reader import read
from transfer.legacy_page.page import NotAPageError
from transfer.legacy_page.recognise import recognise
from transfer.legacy_page.review_items import review_items


class Command(BaseCommand):
    """Reads, recognises, fills and reports; a refusal is one sentence and exit code 1."""

    requires_system_checks = []  # what they would say of the firm is in the report
    help = "导入律师旧网站的一个页面（保存下来的文字或者网页），说明识别了什么、哪里存疑。"

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="保存下来的页面：文字或者 HTML，UTF-8、UTF-16 或者 GBK 编码。"
        )
        parser.add_argument(
            "--publish", action="store_true", help="新导入的文章立即发布；不加则都是草稿。"
        )
        parser.add_argument(
            "--new-firm",
            action="store_true",
            help="用页面上的律师建站：只有页面上写的，没有别的；只能用在空的网站上。",
        )

    def handle(self, *, file, publish, new_firm, **options):
        try:
            page = recognise(read(file))
            tally = apply(page=page, publish=publish, as_new_firm=new_firm)
        except NotAPageError as error:
            raise CommandError(str(error)) from error
        found = [*review_items(page), *tally.doubts]
        blocks = (report.recognised(page), report.review_lines(found), [report.summary(tally)])
        self.stdout.write("\n\n".join("\n".join(block) for block in blocks))
