"""Exports a whole consultation as one ZIP file (个人信息保护法 article 45), streamed.

It lies nowhere: no part of it is written to a file, and no more than one piece of an attachment is
in memory.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header

from consult.base.enums import Scan
from consult.client import facts, status
from consult.crypto.fields import DecryptionError, opens
from consult.files import attachments
from consult.files.types import shown_name
from firm.site.identity import Identity

PAGE, TEXT, STYLE, FOLDER = "咨询记录.html", "咨询记录.txt", "样式.css", "附件"
WITHHELD = {
    Scan.PENDING: "正在查毒，未收入本文件，请稍后再下载。",
    Scan.INFECTED: "发现病毒，未收入本文件。",
}
LOST = "暂时无法打开，未收入本文件，请与本所联系。"


class _Sink(bytearray):
    """What a ZIP is written to, and taken from piece by piece: bytes are streamed at once."""

    def write(self, data):
        self.extend(data)
        return len(data)

    def flush(self):
        """Nothing is held back."""

    close = flush

    def take(self) -> bytes:
        found = bytes(self)
        self.clear()
        return found


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A ZIP of files, name and pieces of each, written while it is sent: it lies nowhere."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as bundle:
        for name, pieces in files:
            entry = zipfile.ZipInfo(name, date_time=timezone.localtime().timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with bundle.open(entry, "w") as file:
                for piece in pieces:
                    file.write(piece)
                    if sink:
                        yield sink.take()
    yield sink.take()


def archive(consultation, for_client: bool = True) -> Iterator[bytes]:
    """The ZIP in pieces: a page, the same as plain text, and the attachments.

    `for_client` leaves out what only the staff may see: notes, events, answers that can still be
    withdrawn. What does not open raises DecryptionError in the midst: look before, by `readable`.
    """
    return zipped(_files(_context(consultation, for_client)))


def _files(context):
    for _, files in context["thread"]:
        for file in files:
            yield from _attached(file, context["numbers"])
    for name, template in ((PAGE, "copy.html"), (TEXT, "copy.txt"), (STYLE, "copy.css")):
        text: str = render_to_string(f"consult/copy/{template}", context)
        if name == TEXT:  # as Windows' editor reads it: with a mark of its encoding and CRLF
            tidy = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
            text = "\ufeff" + tidy.replace("\n", "\r\n")
        yield name, [text.encode()]


def download(consultation, name: str, for_client: bool = True) -> StreamingHttpResponse:
    """The ZIP under a name; to be asked for once it is `readable` and recorded."""
    pieces = archive(consultation, for_client)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def readable(consultation, for_client: bool = True) -> bool:
    """Whether all that `archive` would hold opens now; to be asked before it begins."""
    messages = _messages(consultation, for_client)
    files = [file for message in messages for file in message.attachments.all()]
    notes = [] if for_client else consultation.notes.all()
    public = _publication(consultation, for_client)
    answers = [*consultation.facts.all(), *filter(None, [public])]
    return opens([consultation, *messages, *files, *notes, *answers])


def _publication(consultation, for_client):
    """The text that is to be public: what the client was asked about, or what the staff has."""
    if for_client:
        return status.shown(consultation)
    return consultation.publications.select_related("author").first()


def _messages(consultation, for_client):
    messages = consultation.messages.prefetch_related("attachments")
    return list(messages.for_client() if for_client else messages.all())


def _context(consultation, for_client):
    messages = _messages(consultation, for_client)
    return {
        "consultation": consultation,
        "status": status.describe(consultation, messages),
        "site": Identity(),
        "thread": [(message, list(message.attachments.all())) for message in messages],
        "consents": consultation.consents.select_related("notice"),
        "for_client": for_client,
        "case_facts": facts.listed(consultation.facts.all(), for_client=for_client),
        "publication": _publication(consultation, for_client),
        "appointments": consultation.appointments.select_related("lawyer__lawyer"),
        "notes": [] if for_client else consultation.notes.select_related("author__lawyer"),
        "events": [] if for_client else consultation.events.select_related("actor__lawyer"),
        "made_at": timezone.now(),
        "style": STYLE,
        "numbers": iter(range(1, 10_000)),
    }


def _attached(file, numbers):
    """One attachment piece by piece; what is not there is noted on it."""
    file.path, file.missing = "", WITHHELD.get(file.scan, "")
    if file.missing:
        return
    pieces = attachments.chunks(file)
    try:
        first = next(pieces, b"")
    except (OSError, DecryptionError):
        file.missing = LOST
        return
    file.path = f"{FOLDER}/{next(numbers):02}-{shown_name(file.name)}"
    yield file.path, chain([first], pieces)
