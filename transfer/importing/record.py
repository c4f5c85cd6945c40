"""What every reader gives: one article with named fields, and why something is refused."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from richtext.base.front_matter import UnreadableFileError

FIELDS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("fields.toml").read_text("utf-8")
)
TITLES = ("title", "标题", "题目")
TICKS = {
    **dict.fromkeys(("true", "yes", "1", "是", "有", "y"), True),
    **dict.fromkeys(("false", "no", "0", "否", "无", "n"), False),
}
CANONICAL = {name: key for key, names in FIELDS.items() for name in [key, *names]}


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
        path = self.path.relative_to(self.root)
        return (path if "=" in path.suffix else path.with_suffix("")).as_posix()


@dataclass
class Record:
    """One article: its keys as they are written, and its body as HTML that was not sanitised yet.

    `line` is that of the row, or the number of an old site's article, 0 where the file is the
    article; `fault` is why it cannot be read; `site` its system, "" for our formats.
    As `reading` gives it the keys are ours, body and `change`, that of one not published yet, are
    clean; `pictures` names those drawn anew, `own` addresses that should be of this site already.
    """

    found: SourceFile
    line: int = 0
    site: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    change: str = ""
    pictures: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # addresses of pictures that are not there
    notes: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def place(self) -> str:
        unit = "篇" if self.site else "行"
        return f"{self.found.name} 第{self.line}{unit}" if self.line else self.found.name

    @property
    def title(self) -> str:
        """What it is called, if a plain key says so, before anything is judged."""
        return next((str(self.fields[name]) for name in TITLES if name in self.fields), "")


def known_fields(record: Record) -> dict[str, Any]:
    """The fields of a record by our names; what is not understood is noted, not lost silently."""
    found: dict[str, Any] = {}
    told = {  # Title, title and title: as they are meant
        str(name).strip().lower().replace("-", "_").replace(" ", "_"): (name, value)
        for name, value in record.fields.items()
    }
    unknown = [name for plain, (name, value) in told.items() if plain not in CANONICAL and value]
    if unknown:
        named = "、".join(f"“{str(name)[:40]}”" for name in unknown[:8])
        more = "等" if len(unknown) > 8 else ""
        record.notes.append(f"无法识别的项目{named}{more}，没有导入")
    for name in filter(told.__contains__, CANONICAL):
        key, value = CANONICAL[name], told[name][1]
        ticked = TICKS.get(str(value).strip().lower())
        if key == "area":  # by whichever name this site knows first
            found.setdefault(key, []).extend(value if isinstance(value, list) else [value])
        elif name in {"draft", "published"} and ticked is not None:
            live = ticked == (name == "published")
            found.setdefault("state", "published" if live else "draft")
        elif key not in found or found[key] in ("", None, []):
            found[key] = value
        elif value not in ("", None, []) and value != found[key] and name != "slug":
            record.notes.append(f"“{name}”与另一个同义的项目不同，未采用")
    return found
