"""A lawyer's card for an address book: vCard 3.0 (RFC 2426), which every telephone reads."""

from firm.base import current_site, people, phones
from firm.base.current_site import absolute_url

WIDEST = 75  # octets of a line


def card_for(lawyer, site, office=None) -> bytes:
    """The card, with the address of an office where there is one."""
    surname, given = people.split(lawyer.name)
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_structured(surname or given, given if surname else '', '', '', '')}",
        f"FN:{_text(lawyer.name)}",
        *_known("ORG", site.settings.firm_name or site.settings.title),
        *_known("TITLE", lawyer.post or "律师"),
        *_telephone(lawyer.phone or site.phone),
        *_known("EMAIL;TYPE=INTERNET,WORK", lawyer.email),
        f"URL:{home_of(lawyer)}",
        *_address(site, office),
        *_known("NOTE", lawyer.licence_number and f"律师执业证号：{lawyer.licence_number}"),
        "END:VCARD",
    ]
    return b"".join(_folded(line) for line in lines)


def home_of(lawyer):
    """Where a lawyer is found on the web: on a host of their own, or on the page of the firm."""
    if lawyer.hostname and current_site.is_served(lawyer.hostname):
        return current_site.address(lawyer.hostname) + "/"
    return absolute_url(lawyer.get_absolute_url())


def _telephone(number):
    if not number:
        return []
    kind = "CELL" if phones.kind_of(number) == phones.PhoneKind.MOBILE else "WORK"
    return [f"TEL;TYPE={kind},VOICE:{phones.tel_uri(number).removeprefix('tel:')}"]


def _address(site, office):
    if office is None:
        return []
    city = site.settings.city
    street = office.address.removeprefix(city)
    return [f"ADR;TYPE=WORK:{_structured('', '', street, city, '', '', '中国')}"]


def _known(name, value):
    return [f"{name}:{_text(value)}"] if value else []


def _structured(*parts):
    return ";".join(_text(part) for part in parts)


def _text(value):
    """Escaped as RFC 2426, 2.4.2 asks; no value can begin a line of its own."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        value = value.replace(plain, escaped)
    return "\\n".join(value.splitlines())


def _folded(line):
    """The line in pieces of at most 75 octets, none of which begins inside a character."""
    pieces, piece = [], b""
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > WIDEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
