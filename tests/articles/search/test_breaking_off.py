"""Ctrl-C on a terminal: what is said of it stands on a line of its own."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.management.commands import rebuild_excerpts, rebuild_related, rebuild_search
from transfer.management.commands import export_articles

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
COMMANDS = [
    (export_articles, "export", ["out"]),
    (rebuild_search, "articles.rebuild", []),
    (rebuild_related, "recompute.rebuild", []),
    (rebuild_excerpts, "rebuild", []),
]


class Terminal(StringIO):
    """Somewhere to write that says it is a terminal."""

    def isatty(self):
        return True


def stop(*args, **kwargs):
    raise KeyboardInterrupt


@pytest.mark.parametrize(("command", "work", "args"), COMMANDS)
def test_the_line_that_runs_along_is_ended(command, work, args, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(f"{command.__name__}.{work}", stop)
    terminal = Terminal()
    with pytest.raises(CommandError, match="已中断"):
        call_command(command.__name__.rpartition(".")[2], *args, stderr=terminal)
    assert terminal.getvalue() == "\n"
