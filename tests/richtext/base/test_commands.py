"""How a command that takes long tells how far it is, to a log."""

import io

from richtext.base import commands


def test_a_log_gets_a_line_now_and_then(monkeypatch):
    seconds, told = iter([0, 10, 29, 31, 40, 70]), io.StringIO()
    monkeypatch.setattr(commands.time, "monotonic", lambda: next(seconds))
    command = commands.LongCommand(stderr=told, no_color=True)
    for number in range(1, 6):
        command.run_along(f"{number}/5", ends=number == 5)
    command.run_along("", ends=True)
    assert told.getvalue().split() == ["4/5"]
