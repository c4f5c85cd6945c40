"""Exports a whole consultation as one ZIP file (个人信息保护法 article 45), streamed.

It lies nowhere: no part of it is written to a file, and no more than one piece of an attachment is
in memory.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from consult.base.enums import Scan
from consult.client import facts, status
from consult.crypto.fields import DecryptionError, opens
from consult.files import attachments
from firm.site.identity import Identity

PAGE, TEXT, STYLE, FOLDER = "咨询记录.html", "咨询记录.txt", "样式.css", "附件"
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]')
LONGEST_NAME = 80  # characters; a file system takes 255 bytes
WITHHELD = {
    Scan.PENDING: "正在查毒，未收入本文件，请稍后再下载。",
    Scan.INFECTED: "发现病毒，未收入本文件。",
}
LOST = "暂时无法打开，未收入本文件，请与本所联系。"


@dataclass
class Enclosed:
    """An attachment as the copy lists it: where it lies in the ZIP, or why it does not."""

    name: str
    size: int
    path: str = ""
    missing: str = ""

    @classmethod
    def of(cls, attachment) -> "Enclosed":
        """One that is yet to be put in, unless the scanner keeps it out."""
        return cls(attachment.name, attachment.size, missing=WITHHELD.get(attachment.scan, ""))


class StreamBuffer:
    """A write-only buffer for the ZIP: bytes are streamed at once, so sizes follow the data."""

    def __init__(self):
        self.parts = []

    def write(self, data):
        self.parts.append(bytes(data))
        return len(data)

    def flush(self):
        """Nothing is held back."""

    def close(self):
        """There is nothing to close."""

    def take(self):
        """What was written since the last time."""
        parts, self.parts = self.parts, []
        return b"".join(parts)


def archive(consultation, for_client: bool = True) -> Iterator[bytes]:
    """The ZIP in pieces: a page, the same as plain text, and the attachments.

    `for_client` leaves out what only the staff may see: notes, events, answers that can still be
    withdrawn. What does not open raises DecryptionError in the midst: look before, by `readable`.
    """
    sink = StreamBuffer()
    context = _context(consultation, for_client)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as bundle:
        for message, enclosed in context["thread"]:
            for attachment in message.attachments.all():
                enclosed.append(file := Enclosed.of(attachment))
                yield from _enclose(bundle, sink, file, attachment, context["numbers"])
        for name, template in ((PAGE, "copy.html"), (TEXT, "copy.txt"), (STYLE, "copy.css")):
            text = render_to_string(f"consult/copy/{template}", context)
            bundle.writestr(_entry(name), _lines(text, name))
            yield sink.take()
    yield sink.take()


def readable(consultation, for_client: bool = True) -> bool:
    """Whether all that `archive` would hold opens now; to be asked before it begins."""
    messages = _messages(consultation, for_client)
    files = [file for message in messages for file in message.attachments.all()]
    notes = [] if for_client else consultation.notes.all()
    public = _publication(consultation, for_client)
    return opens(
        [
            consultation,
            *messages,
            *files,
            *notes,
            *consultation.facts.all(),
            *filter(None, [public]),
        ]
    )


def _publication(consultation, for_client):
    """The text that is to be public: what the client was asked about, or what the staff has."""
    if for_client:
        return status.shown(consultation)
    return consultation.publications.select_related("author").first()


def _messages(consultation, for_client):
    messages = consultation.messages.prefetch_related("attachments")
    return list(messages.for_client() if for_client else messages.all())


def _context(consultation, for_client):
    """What the page and the text say."""
    messages = _messages(consultation, for_client)
    return {
        "consultation": consultation,
        "status": status.describe(consultation, messages),
        "site": Identity(),
        "thread": [(message, []) for message in messages],  # and what is enclosed with each
        "consents": consultation.consents.select_related("notice"),
        "for_client": for_client,
        "case_facts": facts.told(consultation.facts.all(), for_client=for_client),
        "publication": _publication(consultation, for_client),
        "notes": [] if for_client else consultation.notes.select_related("author__lawyer"),
        "events": [] if for_client else consultation.events.select_related("actor__lawyer"),
        "made_at": timezone.now(),
        "style": STYLE,
        "numbers": iter(range(1, 10_000)),
    }


def _enclose(bundle, sink, enclosed, attachment, numbers):
    """Put one attachment into the ZIP piece by piece, or say why it is not there."""
    name = safe_name(attachment.name)
    if enclosed.missing:
        return
    pieces = attachments.chunks(attachment)
    try:
        piece = next(pieces, b"")
    except (OSError, DecryptionError):
        enclosed.missing = LOST
        return
    enclosed.path = f"{FOLDER}/{next(numbers):02}-{name}"
    with bundle.open(_entry(enclosed.path), "w") as entry:
        while piece:
            entry.write(piece)
            yield sink.take()
            piece = next(pieces, b"")


def safe_name(name: str) -> str:
    """A name that every file system takes and that leads nowhere else; its ending stays."""
    bare = UNSAFE.sub("_", name).strip(" .") or "附件"
    stem, dot, ending = bare.rpartition(".")
    if not dot or len(ending) > 8:
        return bare[:LONGEST_NAME]
    return f"{stem[:LONGEST_NAME]}.{ending}"


def _entry(name):
    local = timezone.localtime()
    entry = zipfile.ZipInfo(name, date_time=local.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _lines(text, name):
    """Plain text as Windows' editor reads it: with a mark of its encoding and CRLF."""
    if name != TEXT:
        return text.encode()
    tidy = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    return b"\xef\xbb\xbf" + tidy.replace("\n", "\r\n").encode()
