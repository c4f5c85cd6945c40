"""The lines of which cards (vCard 3.0, RFC 2426) and calendars (iCalendar, RFC 5545) are made."""

WIDEST = 75  # octets of a line


def line(name: str, *values: str) -> bytes:
    """A property with its values, escaped and folded; no value can begin a line of its own."""
    return _folded(f"{name}:{';'.join(map(_escaped, values))}")


def _escaped(value: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        value = value.replace(plain, escaped)
    return "\\n".join(value.splitlines())


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
