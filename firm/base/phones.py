"""Telephone numbers: what kind a number is, how it is dialled.

Landlines are an area code (010, 02x, or four digits from 03xx to 09xx) and seven or eight digits;
mobiles eleven digits that begin with 1; service numbers 400, 800 and 95.
"""

import re

from django.db.models import TextChoices

from richtext.base.chinese import one_width


class PhoneKind(TextChoices):
    MOBILE = "mobile", "手机"
    LANDLINE = "landline", "座机"
    SERVICE = "service", "服务热线"


PATTERNS = {
    PhoneKind.MOBILE: r"1[3-9][0-9]{9}",
    PhoneKind.LANDLINE: r"0(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}",
    PhoneKind.SERVICE: r"(?:[48]00[0-9]{7}|95[0-9]{3,6})",
}
# Characters that may stand in a number, and an extension behind 转.
NUMBER = re.compile(r"(?P<main>[-+()0-9]+)(?:转[0-9]{1,6})?")
COUNTRY = re.compile(r"^(?:(?:\+|00)86(?=[1-9])|(?:\+|00)?86(?=0?[0-9]{10}))")
# A landline as it follows +86, without the 0 that is dialled inside the country.
TRUNKLESS = re.compile(r"(?![48]00)(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")

# For a browser, which looks at a number without its dashes and brackets: takes all that `kind_of`
# knows, and a little more.
ROUGHLY = (
    rf"(?:(?:\+|00)?86)?(?:{'|'.join(PATTERNS.values())}|{TRUNKLESS.pattern})(?:转[0-9]{{1,6}})?"
)


def tidy(number):
    """The number as it is shown: half-width digits, no white space, plain dashes."""
    text = one_width(number or "")
    text = re.sub(r"\s+", "", re.sub(r"[‐‑‒–—―−－]", "-", text))
    return one_width(text)


def digits(number):
    """The digits as dialled inside the mainland, without its country code."""
    bare = re.sub(r"[^0-9+]", "", tidy(number))
    national = COUNTRY.sub("", bare)
    if national != bare and TRUNKLESS.fullmatch(national):
        return f"0{national}"
    return national


def kind_of(number):
    """Which kind of number this is, or None when it is none that we know."""
    found = NUMBER.fullmatch(tidy(number))
    bare = digits(found["main"]) if found else ""
    return next((kind for kind, form in PATTERNS.items() if re.fullmatch(form, bare)), None)


def mobile(number: str) -> str:
    """The eleven digits of a mobile telephone of the mainland; "" for any other number."""
    bare = str(digits(number))
    return bare if re.fullmatch(PATTERNS[PhoneKind.MOBILE], bare) else ""


def tel_uri(number):
    """The `tel:` address that a tap dials, "" of none; service numbers take no country code."""
    if not number:
        return ""
    kind, bare = kind_of(number), digits(tidy(number).split("转")[0])
    if kind is None or kind == PhoneKind.SERVICE:
        return f"tel:{bare}"
    return f"tel:+86{bare.removeprefix('0') if kind == PhoneKind.LANDLINE else bare}"
