"""`manage.py import_parties FILE`: known parties from a CSV file, for the conflict check."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from consult.base.policy import MissingKeyError
from consult.conflicts import parties
from statutes.data.csv_files import CsvError, text_of

MOST_NAMED = 50
NO_FILE = "找不到文件 {}，请检查路径。"
A_FOLDER = "{} 是一个目录，请指明要导入的文件。"


class Command(BaseCommand):
    """Prints counts and line numbers, never a name: what a terminal shows is often kept."""

    help = "从CSV文件导入已知当事人，用于利益冲突检查。表头：名称,曾用名,身份,事项。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="CSV文件，UTF-8或者GB18030编码；曾用名用；隔开。")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不导入。")

    def handle(self, *, file, dry_run, **options):
        path = Path(file)
        try:
            with path.open("rb") as opened:
                reading = parties.parse(text_of(opened.read(parties.LARGEST + 1), parties.LARGEST))
        except FileNotFoundError as error:
            raise CommandError(NO_FILE.format(path)) from error
        except IsADirectoryError as error:
            raise CommandError(A_FOLDER.format(path)) from error
        except OSError as error:
            raise CommandError(f"文件 {path} 无法打开，请检查权限。") from error
        except CsvError as error:
            raise CommandError(str(error)) from error
        for line, reason in reading.bad[:MOST_NAMED]:
            self.stdout.write(f"第{line}行跳过：{reason}")
        if len(reading.bad) > MOST_NAMED:
            self.stdout.write(f"……另有{len(reading.bad) - MOST_NAMED}行跳过。")
        counts = f"{len(reading.bad)}行有问题，{reading.known}行重复。"
        if dry_run:
            self.stdout.write(f"可以导入{len(reading.new)}行，{counts}没有写入任何内容。")
            return
        try:
            stored, number = parties.register_all(parties=reading.new)
        except MissingKeyError as error:
            raise CommandError("咨询密钥有误或缺失，无法加密保存，没有导入任何内容。") from error
        self.stdout.write(f"已导入{stored}行，{counts}")
        if number:
            self.stdout.write(parties.LOCKED.format(number))
