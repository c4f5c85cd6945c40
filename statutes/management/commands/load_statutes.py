"""`manage.py load_statutes`: the table of statutes that comes with the software."""

from django.core.management.base import BaseCommand, CommandError

from statutes.data import table_csv
from statutes.data.rules import ChangeError
from statutes.services import load_shipped as services

MOST_NAMED = 20
KEPT = "保留本所修改：{}"
LEFT_OUT = "与表里已有的内容矛盾，没有载入：{called}。{why}"


class Command(BaseCommand):
    """Says in one line what it did, then names what the firm's own rows kept out."""

    help = "载入随软件提供的法规表、罪名表和期限表；本所修改过的内容不会覆盖。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只说明改动内容，不写入。")

    def handle(self, *, check, **options):
        try:
            report = services.load(store=not check)
        except table_csv.DamagedDataError as error:
            raise CommandError(f"随软件提供的法规表有误，没有任何改动。{error}") from error
        except ChangeError as error:
            raise CommandError(f"法规表前后矛盾，没有任何改动。{error}") from error
        self.stdout.write(f"{report}{'以上只是核对，没有写入。' if check else ''}")
        kept = [KEPT.format(row.called) for row in report.changes.kept]
        left_out = report.changes.left_out
        out = [LEFT_OUT.format(called=row.called, why=fault.words) for row, fault in left_out]
        for lines in (kept, out):
            more = len(lines) - MOST_NAMED
            for line in [*lines[:MOST_NAMED], *([f"……另有{more}部。"] if more > 0 else [])]:
                self.stdout.write(line)
