"""Where in a text an article stands: its 编, 章 and 节."""

from statutes.importing.document import UnreadableDocumentError
from statutes.importing.lines import heading_title, kind_of_part

LONGEST_PATH = 200
USUAL = {"编": 2, "分编": 3, "章": 3, "节": 4}
SUPPLEMENT = "附则"


class Headings:
    """The headings above the line that is being read, the widest first.

    A heading closes those of its level and below. One without # takes the level on which its kind
    stood before; one without a number goes on with the heading before it, or is its neighbour.
    """

    def __init__(self, part: str = ""):
        self._stack: list[tuple[int, str]] = [(1, part)] if part else []
        self._levels: dict[str, int] = {}
        self._path = ""
        self.is_fresh = False  # nothing but headings since the last one

    def take(self, words: str, level: int, at: int):
        """A heading; `level` is the number of #, 0 where it has none, `at` its line."""
        title, kind = heading_title(words), kind_of_part(words)
        if not level and not kind and title != SUPPLEMENT and self.is_fresh:
            self._go_on(title)
        else:
            level = level or self._level_of(kind, title)
            self._levels[kind] = level
            self._stack = [one for one in self._stack if one[0] < level] + [(level, title)]
        self.is_fresh = True
        if len(self.path()) > LONGEST_PATH:
            raise UnreadableDocumentError("标题过长，不像编、章、节的名称。", at)

    def rest(self):
        """Text follows: what comes next without a mark is no longer part of the heading."""
        self.is_fresh = False

    def path(self) -> str:
        """The headings one a line: 第三编 合同, 第一章 一般规定; the same text while they last."""
        path = "\n".join(title for _, title in self._stack)
        self._path = self._path if path == self._path else path
        return self._path

    def _go_on(self, title):
        level, words = self._stack.pop()
        self._stack.append((level, words + title))

    def _level_of(self, kind, title):
        deepest = self._stack[-1][0] if self._stack else USUAL["编"]
        if title == SUPPLEMENT:
            return min((one for one, _ in self._stack if one > 1), default=deepest)
        if not kind:
            return deepest
        return self._levels.get(kind) or USUAL.get(kind) or deepest + 1
