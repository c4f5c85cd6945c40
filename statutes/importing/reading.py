"""Files of the law as documents: read by `statutes.importing.reader` in the sandbox."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from richtext.base import sandbox
from richtext.base.front_matter import UnreadableFileError
from statutes.importing.document import Document
from statutes.importing.files import SourceFile, text_of
from statutes.importing.reader import parse

READ = f"{__name__}:read"


def documents(found: list[SourceFile]) -> Iterator[Document | str | None]:
    """What each file says, or why it is none; None while nothing is there yet."""
    files = [(str(one.path.absolute()), one.name) for one in found]
    for told in sandbox.each(READ, files):
        if told is None:
            yield None
            continue
        number, said = told
        if "fault" not in said:
            yield Document.told(said)
        else:
            where = f" 第{said['line']}行" if said.get("line") else ""
            yield f"{found[number].name}{where}：{said['fault']}"


def read(job: dict[str, Any]) -> Iterator[int | dict[str, Any]]:
    """What the process does: before each file its number, then what it says."""
    for number, (path, name) in enumerate(job["items"]):
        yield number
        try:
            text, notes = text_of(SourceFile(Path(path), name))
            document = parse(text, name)
        except UnreadableFileError as error:
            yield {"fault": error.words, "line": error.line}
        except MemoryError:
            yield {"fault": sandbox.TOO_HEAVY}
        else:
            for words in notes:
                document.note(0, words)
            yield vars(document)
