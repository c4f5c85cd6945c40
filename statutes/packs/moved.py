"""What moved between two packs, in words: rows that are new, ended, renamed; texts that changed."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db.models import TextChoices

from statutes.data.rows import Row
from statutes.packs.archive import MOVED, PackError, plain

NAMES = ("name", "short_name", "slug")
DAMAGED = f"法规包中的{MOVED}有误，请向提供者索取正确的法规包。"


class What(TextChoices):
    """What became of a row, or of its text."""

    NEW = "new", "新增"
    ENDED = "ended", "失效"
    RENAMED = "renamed", "改名"
    CHANGED = "changed", "其他改动"
    GONE = "gone", "不再列入"
    NEW_TEXT = "new_text", "新有条文"
    CHANGED_TEXT = "changed_text", "条文有改动"


@dataclass(frozen=True)
class Moved:
    """One thing that moved; `words` say which statute, and how."""

    what: str
    slug: str
    words: str

    def __str__(self):
        return f"{What(self.what).label}：{plain(self.words)}"


def between(before: dict[str, Row], after: dict[str, Row]) -> Iterator[Moved]:
    """What moved in the table; rows by slug."""
    for slug, row in after.items():
        old = before.get(slug)
        if old is None:
            yield Moved(What.NEW, slug, row.called)
        elif old != row:
            yield Moved(_what(old, row), slug, f"{row.called}：{differences(old, row)}")
    for slug in before.keys() - after.keys():
        yield Moved(What.GONE, slug, before[slug].called)


def texts_between(
    before: dict[str, str], after: dict[str, str], rows: dict[str, Row]
) -> Iterator[Moved]:
    """What moved in the texts; hashes by slug."""
    for slug, digest in after.items():
        if before.get(slug) != digest:
            what = What.CHANGED_TEXT if slug in before else What.NEW_TEXT
            yield Moved(what, slug, rows[slug].called)


def differences(old: Row, new: Row) -> str:
    """The fields in which two rows differ, with what a short one was and is."""
    told = [
        f"{label}由{one or '空'}改为{other or '空'}" if len(one + other) <= 60 else f"{label}有改动"
        for label, one, other in old.differences(new)
    ]
    return "，".join(told)


def _what(old, new):
    if new.ends and not old.ends:
        return What.ENDED
    if any(getattr(old, name) != getattr(new, name) for name in NAMES):
        return What.RENAMED
    return What.CHANGED


def summary(moved: list[Moved]) -> str:
    """How many of each kind."""
    number = Counter(one.what for one in moved)
    return "，".join(f"{what.label}{number[what]}部" for what in What if number[what]) or "没有变化"


def dumps(moved: list[Moved]) -> bytes:
    """As a member of a pack."""
    return json.dumps([asdict(one) for one in moved], ensure_ascii=False, indent=0).encode()


def loads(content: bytes) -> list[Moved]:
    """What a member says; PackError where it says something else."""
    try:
        found = [Moved(**one) for one in json.loads(content)]
    except (ValueError, TypeError, RecursionError) as error:
        raise PackError(DAMAGED) from error
    for one in found:
        if one.what not in What.values or not all(map(_is_words, (one.slug, one.words))):
            raise PackError(DAMAGED)
    return found


def _is_words(value):
    return isinstance(value, str) and "\x00" not in value
