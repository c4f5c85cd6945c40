"""What the front matter of an official copy says: name, days, status, kind, address."""

import re
from datetime import date

from richtext.base import front_matter
from statutes.base.columns import max_length
from statutes.base.enums import Kind, Status
from statutes.data.table_csv import parse_day
from statutes.importing import source
from statutes.importing.document import Document, UnreadableDocumentError
from statutes.importing.lines import AMENDMENT
from statutes.models import Statute

STATUSES = {
    "有效": Status.IN_FORCE,
    "已修改": Status.REVISED,
    "已废止": Status.REPEALED,
    "尚未生效": Status.FUTURE,
    "未知": Status.UNCHECKED,
}
KINDS = {
    "宪法": Kind.LAW,
    "法律": Kind.LAW,
    "法律解释": Kind.DECISION,
    "有关法律问题和重大问题的决定（部分）": Kind.DECISION,
    "修改、废止的决定": Kind.DECISION,
    "行政法规": Kind.REGULATION,
    "监察法规": Kind.REGULATION,
    "司法解释": Kind.INTERPRETATION,
    "地方性法规": Kind.LOCAL,
    "自治条例和单行条例": Kind.LOCAL,
    "经济特区法规": Kind.LOCAL,
}
LARGEST = 64 * 1024  # characters; the largest of the official data base have some two thousand
TOO_LARGE = "开头两行“---”之间的内容过长，不像是法规的信息。"
YEAR = re.compile(r"（\d{4}年）$")
NO_TITLE = "开头的信息里没有全称（title）。"
NO_STATUS = "“{}”不是状态（status），可以写{}。"
NO_DAY = "“{}”不是日期，请按2021-01-01的格式填写。"
NO_TEXT = "“{}”应当是一行文字。"


def begins(text: str) -> bool:
    """Whether a text begins like one with front matter."""
    return bool(front_matter.START.match(text))


def read(text: str, path: str) -> tuple[Document, str, int]:
    """What the front matter says; the text below it, and the line on which that begins.

    UnreadableFileError, with the line, for what is broken or says what cannot be.
    """
    matter, rest, line = front_matter.split(text)
    if len(matter) > LARGEST:
        raise UnreadableDocumentError(TOO_LARGE, 1)
    told = _Fields(matter)
    effective_from, status = told.day("effective_date"), told.status()
    address = source.plausible(told.address())
    document = Document(path=path, name=told.title(), file_day=told.day("publication_date"))
    document.effective_from = effective_from
    document.kind = KINDS.get(told.text("group"))
    document.issuer = told.text("author")[: max_length(Statute, "issuer")]
    document.source = source.Source(source.named_by(address, path), address, status, effective_from)
    document.tally["文件信息"] = line - 1
    return document, rest, line


class _Fields:
    """The values by name, each with the line on which a fault in it is told."""

    def __init__(self, matter: str):
        self.values = front_matter.parse(matter)
        self.lines = matter.splitlines()

    def text(self, name: str) -> str:
        """A value on one line, empty where there is none."""
        value = self.values.get(name, "")
        if not isinstance(value, str) or "\n" in value.strip():
            raise UnreadableDocumentError(NO_TEXT.format(name), self._line(name))
        return value.strip()

    def title(self) -> str:
        """The full name; without the year by which the versions of one text are told apart."""
        found = self.text("title")
        if not found:
            raise UnreadableDocumentError(NO_TITLE, self._line("title"))
        name = YEAR.sub("", found)
        return found if AMENDMENT.search(name) else name

    def day(self, name: str) -> date | None:
        """A day, None where the value is empty."""
        text = self.text(name)
        try:
            return parse_day(text) if text else None
        except ValueError:
            raise UnreadableDocumentError(NO_DAY.format(text[:40]), self._line(name)) from None

    def status(self) -> str:
        """The status; empty where the file has no such line."""
        text = self.text("status")
        if text and text not in STATUSES:
            words = NO_STATUS.format(text[:40], "、".join(f"“{one}”" for one in STATUSES))
            raise UnreadableDocumentError(words, self._line("status"))
        return STATUSES.get(text, "")

    def address(self) -> object:
        """The first of the addresses, or what stands in their place."""
        found = self.values.get("urls") or [""]
        return found[0] if isinstance(found, list) else found

    def _line(self, name):
        """Where it stands in the file, below the first `---`; the first line for what is not."""
        starts = (at for at, line in enumerate(self.lines, 2) if line.startswith(f"{name}:"))
        return next(starts, 1)
