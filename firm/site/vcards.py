"""A lawyer's card for an address book: vCard 3.0 (RFC 2426), which every telephone reads."""

import re

from firm.base import current_site, people, phones
from firm.site.head import city_of
from richtext.base import content_lines

PROVINCE = "((?:[^省区县路街道号]{2,8}?(?:省|自治区))?)"
TOWN = "[^省区县路街道号]{2,12}?(?:市|自治州|地区|盟)"
SUFFIX = r"(?:市|\w{0,8}?自治州)?(?![省区]|.?[路街道])"  # 成都市, 凉山彝族自治州; no 成都路


def card_for(lawyer, site, office=None) -> bytes:
    """The card, with the address of an office where there is one."""
    surname, given = people.split(lawyer.name)
    number, city = lawyer.phone or site.phone, city_of(site)
    kind = "CELL" if phones.kind_of(number) == phones.PhoneKind.MOBILE else "WORK"
    licence = lawyer.licence_number and f"律师执业证号：{lawyer.licence_number}"
    where = address_parts(office.address, city) if office else ("", "", "")
    lines = {
        "BEGIN": ["VCARD"],
        "VERSION": ["3.0"],
        "N": [surname or given, given if surname else "", "", "", ""],
        "FN": [lawyer.name],
        "ORG": [site.settings.firm_name or site.settings.title],
        "TITLE": [lawyer.post or "律师"],
        f"TEL;TYPE={kind},VOICE": [phones.tel_uri(number).removeprefix("tel:")],
        "EMAIL;TYPE=INTERNET,WORK": [lawyer.email],
        "URL": [home_of(lawyer)],
        "ADR;TYPE=WORK": ["", "", *where, "", "中国"] if office else [],
        "NOTE": [licence],
        "END": ["VCARD"],
    }
    return b"".join(content_lines.line(k, *v) for k, v in lines.items() if any(v))


def address_parts(address, city):
    """Street, city and province of an address; `city` where the address itself names none."""
    for town in (re.escape(city) or TOWN, TOWN):
        if found := re.fullmatch(f"{PROVINCE}({town}{SUFFIX})(.+)", address.strip()):
            return found[3], found[2], found[1]
    return address.strip(), city, ""


def home_of(lawyer):
    """Where a lawyer is found on the web: on a host of their own, or on the page of the firm."""
    if lawyer.hostname and current_site.is_served(lawyer.hostname):
        return current_site.address(lawyer.hostname) + "/"
    return current_site.absolute_url(lawyer.get_absolute_url())
