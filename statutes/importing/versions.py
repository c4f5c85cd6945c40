"""The files of one version brought together: parts joined, copies taken once. Pure."""

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from statutes.citations.names import fold
from statutes.citations.places import article_words
from statutes.importing.document import Document, Event, Provision, Source, of_file
from statutes.importing.lines import AMENDMENT

DIFFERENT = "{one}和{other}是同一版本，内容却不一样{where}。两个都没有导入，请只留下正确的一个。"
HALF_WIDTH = str.maketrans("(),;:?", "（），；：？")


class VersionConflictError(Exception):
    """Files that claim to be one version and are not; its text names them."""


@dataclass
class Version:
    """One version of a text, whole, as the files say it."""

    files: list[Document]
    remarks: list[str] = field(default_factory=list)
    days: set[date] = field(default_factory=set)  # by which the table may know it
    copies: int = 0  # articles in further files with the same text
    source: Source | None = None  # where another than the files tells it

    @property
    def name(self) -> str:
        return self.files[0].name

    @property
    def provisions(self) -> list[Provision]:
        return [one for document in self.files for one in document.provisions]

    @property
    def events(self) -> list[Event]:
        found = dict.fromkeys(event for document in self.files for event in document.events)
        return sorted(found, key=lambda event: event.day)

    @property
    def preamble(self) -> str:
        """The lines under the title and the text before the first article, a paragraph a line."""
        words = [line for document in self.files for line in document.preamble]
        return "\n".join([*map(str, self.events), *words])

    @property
    def annex(self) -> str:
        return "\n".join(line for document in self.files for line in document.annex)

    @property
    def promulgated(self) -> date | None:
        """The day on which it was made public, as far as the files say."""
        return next(filter(None, (one.promulgated for one in self.files)), None)

    @property
    def effective_from(self) -> date | None:
        """The day from which it applies, as far as the files say."""
        return next(filter(None, (one.effective_from for one in self.files)), None)

    @property
    def doc_no(self) -> str:
        """The number of the document; empty when the files do not say it."""
        return next(filter(None, (one.doc_no for one in self.files)), "")

    @property
    def last_article(self) -> int | None:
        """The number of the last article; None for a text without articles."""
        return self.provisions[-1].number if self.provisions else None

    @property
    def told(self) -> Source:
        """From where the text was taken, and what is said there of the version."""
        said = next(filter(None, (one.source for one in self.files)), None)
        return self.source or said or of_file(self.files[-1].path)

    @property
    def digest(self) -> str:
        """Changes when anything changes that is stored of the text."""
        articles = [(one.number, one.sub, one.part, one.text) for one in self.provisions]
        said = json.dumps([self.preamble, self.annex, articles], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()

    def __str__(self):
        return "、".join(one.path for one in self.files)


def merge_documents(documents: list[Document]) -> tuple[list[Version], list[str]]:
    """The versions that the files add up to, oldest first, and the conflicts in words."""
    groups = defaultdict(list)
    for document in documents:
        groups[fold(document.name), document.version_day].append(document)
    versions, conflicts = [], []
    for _, group in sorted(groups.items(), key=lambda item: item[0][1] or date.min):
        try:
            versions.append(_one(group))
        except VersionConflictError as conflict:
            conflicts.append(str(conflict))
    return versions, conflicts


def _one(group):
    kept: dict[str, Document] = {}
    remarks, copies = [], 0
    for document in sorted(group, key=lambda one: one.path):
        other = kept.get(document.part)
        if other:
            # Note that two files hold the same text; VersionConflictError when they do not
            here, there = _compared(other), _compared(document)
            if here != there:
                places = [
                    key for key in here.keys() | there.keys() if here.get(key) != there.get(key)
                ]
                words = f"，从{article_words(*min(places))}起不同" if any(places) else ""
                raise VersionConflictError(
                    DIFFERENT.format(one=other.path, other=document.path, where=words)
                )
            remarks.append(f"{other.path}与{document.path}内容相同，只导入后一个。")
            copies += len(other.provisions)
        kept[document.part] = document
    files = _joined(list(kept.values())) if len(kept) > 1 else list(kept.values())
    days = set().union(*(document.days for document in group))
    found = Version(files, remarks, days, copies)
    counts_on = AMENDMENT.search(found.name)
    if found.provisions and found.provisions[0].number != 1 and not counts_on:
        start = article_words(found.provisions[0].number)
        raise VersionConflictError(f"{found}：从{start}开始，前面各编的文件不在目录里，没有导入。")
    return found


def _compared(document):
    """The articles as they are compared: no white space, punctuation of one width."""
    found = {one.key: _squeezed(one.text) for one in document.provisions}
    return found or {(): _squeezed("".join(document.preamble))}


def _squeezed(text):
    return re.sub(r"\s", "", text).translate(HALF_WIDTH)


def _joined(parts):
    """The parts of a text in the order of their articles: 民法典 comes in eight files."""
    named = "、".join(one.path for one in parts)
    if not all(one.part for one in parts):
        raise VersionConflictError(f"{named}是同一版本，有的是全文，有的只是其中一编，都没有导入。")
    if not all(one.provisions for one in parts):
        raise VersionConflictError(f"{named}是同一部法规的各编，有的没有条文，都没有导入。")
    parts.sort(key=lambda one: one.provisions[0].key)
    for before, after in zip(parts, parts[1:], strict=False):
        if before.provisions[-1].key >= after.provisions[0].key:
            raise VersionConflictError(f"{before.path}和{after.path}的条文序号重叠，都没有导入。")
    return parts
