"""The lines of which cards (vCard 3.0, RFC 2426) and calendars (iCalendar, RFC 5545) are made."""

import re
from collections.abc import Iterable

WIDEST = 75  # octets of a line
# With a time zone, as no calendar may be without a component
OPENING = (
    "BEGIN:VCALENDAR VERSION:2.0 PRODID:-//Antou//{kind}//ZH METHOD:PUBLISH X-WR-CALNAME:{name}"
    " BEGIN:VTIMEZONE TZID:Asia/Shanghai BEGIN:STANDARD DTSTART:19920101T000000"
    " TZOFFSETFROM:+0800 TZOFFSETTO:+0800 END:STANDARD END:VTIMEZONE "
)
Properties = Iterable[tuple[str, str]]


def calendar(kind: str, name: str, events: Iterable[Properties]) -> bytes:
    """A calendar of events, each by its properties; of what it is (`kind`), and called so."""
    content = OPENING.format(kind=kind, name=name).replace(" ", "\r\n").encode()
    for event in events:
        lines = [("BEGIN", "VEVENT"), *event, ("END", "VEVENT")]
        content += b"".join(line(name, value) for name, value in lines if value)
    return content + line("END", "VCALENDAR")


def line(name: str, *values: str) -> bytes:
    """A property with its values, escaped and folded; no value can begin a line of its own."""
    return _folded(f"{name}:{';'.join(map(_escaped, values))}")


def _escaped(value: str) -> str:
    return "\\n".join(re.sub(r"[\\;,]", r"\\\g<0>", value).splitlines())


def _folded(text: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which begins inside a character."""
    pieces: list[bytes] = []
    piece = b""
    for char in text:
        octets = char.encode()
        if len(piece) + len(octets) > WIDEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
