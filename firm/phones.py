"""Telephone numbers: what kind a number is, how it is dialled.

Landlines are a three- or four-digit area code that begins with 0 and seven or eight digits;
mobiles eleven digits that begin with 1; service numbers 400, 800 and 95 (domain facts: phone
section of the project's fact sheet, `^1[3-9]\\d{9}$`).
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models


class PhoneKind(models.TextChoices):
    """The three kinds of number a firm publishes."""

    MOBILE = "mobile", "手机"
    LANDLINE = "landline", "座机"
    SERVICE = "service", "服务热线"


PATTERNS = {
    PhoneKind.MOBILE: r"1[3-9]\d{9}",
    PhoneKind.LANDLINE: r"0\d{2,3}\d{7,8}",
    PhoneKind.SERVICE: r"(?:[48]00\d{7}|95\d{3,6})",
}
LABELS = dict(PhoneKind.choices)


def tidy(number):
    """The number as it is shown: half-width digits, no white space, plain dashes."""
    text = unicodedata.normalize("NFKC", number or "")
    return re.sub(r"\s+", "", re.sub(r"[‐‑‒–—―−－]", "-", text))


def digits(number):
    """The digits alone, without the country code of the mainland."""
    bare = re.sub(r"[^\d+]", "", tidy(number))
    return re.sub(r"^(?:\+|00)?86(?=0?\d{10,})", "", bare)


def kind_of(number):
    """Which kind of number this is, or None when it is none that we know."""
    bare = digits(number.split("转")[0] if number else "")
    return next((kind for kind, form in PATTERNS.items() if re.fullmatch(form, bare)), None)


def tel_uri(number):
    """The `tel:` address that a tap dials; service numbers take no country code."""
    kind, bare = kind_of(number), digits(number.split("转")[0])
    if kind is None or kind == PhoneKind.SERVICE:
        return f"tel:{bare}"
    return f"tel:+86{bare.removeprefix('0') if kind == PhoneKind.LANDLINE else bare}"


def check_kind(number, kind):
    """Refuse a number that is not of the kind it is called, and say what it is."""
    found = kind_of(number)
    if found is None:
        raise ValidationError("号码格式不对：座机请写成 025-12345678，手机是 11 位数字。")
    if kind and found != kind:
        raise ValidationError(
            f"{number} 是{LABELS[found]}号码，不是{LABELS[kind]}号码，请把“号码类型”改为{LABELS[found]}。"
        )
