"""What every reader gives: one article as a file writes it, and why something is refused."""

from dataclasses import dataclass, field
from pathlib import Path

from richtext.base.unreadable import UnreadableFileError


class UnreadableRecordError(UnreadableFileError):
    """A file, or a row of one, that cannot be imported; says why, to the operator."""


@dataclass(frozen=True)
class SourceFile:
    """A file that is read; `name` is its path below `root`, fit to be printed on one line."""

    path: Path
    root: Path
    name: str

    @property
    def stem(self) -> str:
        """What an article is called that says no id of its own: 2024/工伤认定."""
        return self.path.relative_to(self.root).with_suffix("").as_posix()


@dataclass
class Record:
    """One article: its keys as they are written, and its body as HTML that was not sanitised yet.

    `line` is that of the row, 0 where the file is the article. `pictures` are those that came
    inside the file, by the name that the body uses.
    """

    found: SourceFile
    line: int = 0
    fields: dict[str, object] = field(default_factory=dict)
    body: str = ""
    notes: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it stands, for a person."""
        return f"{self.found.name} 第{self.line}行" if self.line else self.found.name

    @property
    def title(self) -> str:
        """What it is called, if a plain key says so, before anything is judged."""
        names = ("title", "标题", "题目")
        return next((str(self.fields[name]) for name in names if name in self.fields), "")


@dataclass(frozen=True)
class Refusal:
    """A row, or a whole file, that was not imported, and why."""

    name: str
    line: int
    words: str

    @property
    def place(self) -> str:
        """Where it stands, for a person."""
        return f"{self.name} 第{self.line}行" if self.line else self.name

    def __str__(self):
        return f"{self.place}：{self.words}"
