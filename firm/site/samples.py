"""What on this site is still the sample firm's, judged by what it says and not by a flag.

A flag alone was cleared by any save, also of a page that nobody had changed. So each record is
held against what is shipped in `firm/sample/`: names, numbers and addresses of the invented firm,
words that call a text a sample, and texts that are word for word the shipped ones. Only of a
picture the content does not tell whose it is: there the flag stays until another one is chosen.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models
from django.urls import reverse
from django.utils.html import strip_tags

from firm.base import kept, request_cache
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings, area_page
from firm.models.base import Sample
from richtext.core.pictures import PictureField

FOLDER = Path(__file__).resolve().parent.parent / "sample"
# How a text calls itself a sample. Plain 虚构 or 示例 is no proof: a page may tell of 虚构债务.
SELF_TOLD = re.compile(r"\(示例\)|示例(?:网站|律所|文本|文字)|[均为系]虚构|供演示|演示用|用于演示")
IDENTITY = [
    "firm_name", "site_name", "licence_number", "phone", "qq", "email", "icp_number",
    "police_number", "city",
]  # fmt: skip
OF_AREAS = ["text", *area_page.TOLD]  # what speaks for a firm
PERSONAL = ["licence_number", "phone", "email"]
PICTURE = "照片或者图片还是示例"
SAME_TEXT = "和示例的文字一样"
UNTOUCHED = "载入示例以后没有改过"
SHOWS = "写着示例律所的“{}”"
SHORTEST = 2  # characters; a shorter word would be found in any text


@dataclass(frozen=True)
class Place:
    """A place that is still sample: what it is, why, and where in the office it is changed."""

    label: str
    reason: str
    address: str


@cache
def shipped() -> dict:
    """The sample firm as it is shipped."""
    return json.loads((FOLDER / "firm.json").read_text(encoding="utf-8"))


def plain(text):
    """A text without markup, widths of signs, spaces and the dashes of telephone numbers."""
    return re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", strip_tags(str(text))))


@cache
def telling_words() -> dict[str, str]:
    """The names and numbers that only the sample firm has: as they are compared, as they read.

    Names of its lawyers are not among them: a real person may bear one.
    """
    data = shipped()
    words = [data["settings"].get(name, "") for name in IDENTITY]
    words += [row.get(name, "") for row in data["lawyers"] for name in PERSONAL]
    words += [office[name] for office in data["offices"] for name in ("address", "phone")]
    words.append(re.sub(r"（.*?）$", "", data["settings"]["firm_name"]))
    return {plain(word): word for word in words if len(plain(word)) >= SHORTEST}


@cache
def _texts() -> frozenset[str]:
    """The shipped texts that speak for the firm, without markup."""
    data = shipped()
    texts = [data["settings"][name] for name in ("slogan", "summary", "disclaimer")]
    texts += [row[name] for row in data["lawyers"] for name in ("summary", "bio")]
    texts += [row["route"] for row in data["offices"]]
    texts += [row.get("body", "") for row in data["pages"]]  # others are drafts with an ending
    # `formerly` is what an earlier release shipped: a site that was upgraded may still show it.
    texts += [row.get(name, "") for row in data["areas"] for name in [*OF_AREAS, "formerly"]]
    return frozenset(filter(None, map(plain, texts)))


def traces_in(text: str) -> list[str]:
    """Why a text is the sample's, in Chinese; an empty list when nothing in it is."""
    words = plain(text)
    if words in _texts():
        return [SAME_TEXT]
    found = [shown for word, shown in telling_words().items() if word in words]
    found += SELF_TOLD.findall(words)
    return [SHOWS.format(word) for word in found]


@cache
def _endings() -> list[str]:
    """The last lines of the shipped pages, which say that the page is a sample."""
    return [plain(row["ending"]) for row in shipped()["pages"] if "ending" in row]


def is_shipped_page(text: str) -> bool:
    """Whether a page is one that came with the sample, of this release or an earlier one.

    It names the sample firm or ends as its pages do. A firm may call a line of its own 示例.
    """
    words = plain(text)
    return any(word in words for word in [plain(shipped()["settings"]["firm_name"]), *_endings()])


def traces(record) -> list[tuple[models.Field, str]]:
    """The fields of a record that still say what the sample said, each with the first reason."""
    told = [
        field
        for field in record._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]
    found = ((field, traces_in(getattr(record, field.attname))) for field in told)
    return [(field, reasons[0]) for field, reasons in found if reasons]


def reasons(record) -> list[str]:
    """Why a record with its rows below it is still sample: what it says, or its picture."""
    found = [f"{field.verbose_name}{reason}" for field, reason in traces(record)]
    for row in _rows_below(record):
        found += [f"{row._meta.verbose_name}“{row}”{reason}" for _, reason in traces(row)]
    if not found and isinstance(record, Sample) and record.is_sample:
        found = [PICTURE if _pictures(record) else UNTOUCHED]
    return found


def _rows_below(record):
    if not isinstance(record, Lawyer) or not record.pk:
        return []
    return [*record.milestones.all(), *record.honours.all()]


def _pictures(record):
    fields = record._meta.concrete_fields
    return [one for one in fields if isinstance(one, PictureField) and getattr(record, one.name)]


def is_still_sample(record, changed: list[str]) -> bool:
    """Whether a record that a person has just saved is sample; `changed` names their fields."""
    left = [field for field in _pictures(record) if field.name not in changed]
    if record.is_sample and left:
        return True
    return bool(traces(record)) or any(traces(row) for row in _rows_below(record))


def judge(record, changed: list[str]) -> None:
    """Note on a saved record whether it is sample."""
    still = is_still_sample(record, changed)
    if record.is_sample != still:
        record.is_sample = still
        type(record)._default_manager.filter(pk=record.pk).update(is_sample=still)


def mark() -> None:
    """Mark records that say what the sample says and are not marked, as an old save left them."""
    for kind in (SiteSettings, Lawyer, Office, Page):
        for record in kind._default_manager.filter(is_sample=False):
            if reasons(record):
                kind._default_manager.filter(pk=record.pk).update(is_sample=True)


def any_shown() -> bool:
    """Whether visitors see anything sample, by the marks; read with the row of settings."""
    row = SiteSettings.load()
    return row.is_sample or row.sample_shown


def places() -> list[Place]:
    """Every place of the firm that is still sample, with the page of the office that mends it.

    Banner and checklist of one page share the answer; what changes a record leads to another page.
    """
    return request_cache.get_or_make("sample places", _kept_places)


def _kept_places():
    return kept.get_or_make("sample places", ("firm",), _places)


def _places():
    found = _settings_places()
    for rows in (Lawyer.objects.prefetch_related("milestones", "honours"), Office.objects,
                 Page.objects):  # fmt: skip
        found += [place for row in rows.all() for place in _record_places(row)]
    areas = PracticeArea.objects.published()
    return found + [place for area in areas for place in _record_places(area)]


def _settings_places():
    row = SiteSettings.load()
    address = _address(row)
    return [
        Place(f"网站设置：{field.verbose_name}", reason, f"{address}#id_{field.name}")
        for field, reason in traces(row)
    ]


def _record_places(record):
    why = reasons(record)
    if not why:
        return []
    label = f"{record._meta.verbose_name}“{record}”"
    return [Place(label, "；".join(why[:2]), _address(record))]


def _address(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
