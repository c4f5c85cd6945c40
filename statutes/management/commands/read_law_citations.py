"""`manage.py read_law_citations`: what the worker does within a minute, now."""

from richtext.base.commands import LongCommand
from statutes.services import law_citations


class Command(LongCommand):
    help = "读取法规条文中引用的其他条文，供条文页列出；平时由后台进程自动完成。"
    go_on = "重新运行将继续读取。"

    def handle(self, **options):
        with self.guarded():
            number = law_citations.missing()
            law_citations.read_stale()
        self.stdout.write(f"法规之间的引用已读取：{number}部有变化或者尚未读取。")
