"""Base of the commands that rebuild something from the articles."""

from richtext.base import upkeep
from richtext.base.commands import LongCommand

WIDTH = 30  # characters of the bar


class RebuildCommand(LongCommand):
    """A command with a bar on a terminal.

    Each has its own `rebuild(tick)`, which calls `tick(done, total)` and returns a sentence.
    """

    running = ""  # what stands before the bar
    go_on = "重新运行即可完成。"

    def handle(self, **options):
        with self.guarded():
            done = self.rebuild(self._tick)  # type: ignore[attr-defined]
            upkeep.after_bulk_change()
        self.stdout.write(done)

    def _tick(self, done, total):
        full = WIDTH * done // max(total, 1)
        bar = "█" * full + "░" * (WIDTH - full)
        self.run_along(f"{self.running} {bar} {done}/{total}", ends=done >= total)
