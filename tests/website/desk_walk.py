"""Walks the admin as somebody, page by page, and reads what stands there."""

import re
from urllib.parse import urljoin, urlsplit

from django.contrib import admin
from django.urls import resolve
from lxml import html

# What is told by an attribute is read out, or shown on a button.
TOLD = ["title", "alt", "aria-label", "placeholder"]
BUTTONS = {"submit", "button", "reset"}
# Names that have no Chinese, and the characters of files, keys and settings.
NAMES = (
    r"QQ|ICP|AI|URL|Cookie|HTML|CSV|PDF|JPEG|PNG|WebP|HEIC|MP[34]|M4A|AMR|docx|xlsx|txt|md|Word|Excel|WPS|UTF"
    r"|GB18030|[KMG]B|IndexNow|Microsoft Authenticator|Google Authenticator|EMAIL_URL"
    r"|WordPress|DedeCMS|PbootCMS|CMS|Ctrl|Command|Enter|Markdown|DOCX|ZIP|JSON(?: lines)?"
    r"|docx?|html|csv|xml|sql|jsonl|zip|_files|SAMPLE=only make run"
)
# Addresses, numbers of consultations, keys, licences; what a field takes; who is logged in.
SIGNS = (
    r"https?://\S+|www\.[\w.]+|/[\w./?=&-]+|[\w.]+@[\w.-]+|(?<![0-9A-Za-z])[0-9A-F]{8}(?![0-9A-Za-z])"
    r"|\b[A-Z2-7]{4}(?: [A-Z2-7]{4})+|\d{8}MD\d{8}"
    r"|lin-?zhiyuan|marriage-family|fees|about|boss|staff\d+"
)
KNOWN = re.compile(rf"{SIGNS}|(?<![A-Za-z])(?:{NAMES})(?![A-Za-z])")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
HAN = r"[\u4e00-\u9fff，。：；？！“”]"
ODD_BLANK = re.compile(rf"{HAN} +{HAN}")


def english(text):
    """The first word that is no Chinese and none of the known names."""
    found = ENGLISH.search(KNOWN.sub("", text))
    return found and found[0]


def told(page):
    """What a person sees on a page or hears of it: texts, and attributes that are shown."""
    root = html.fromstring(page)
    for unseen in root.xpath("//script|//style|//template|//textarea|//code|//comment()"):
        unseen.drop_tree()
    for element in root.iter():
        yield from (element.get(name) for name in TOLD if element.get(name))
        if element.tag == "input" and element.get("type") in BUTTONS:
            yield element.get("value", "Submit")
    for text in root.itertext():
        yield from filter(None, (" ".join(line.split()) for line in text.splitlines()))


def links(page, address):
    for href in html.fromstring(page).xpath("//a/@href"):
        path = urlsplit(urljoin(address, href)).path
        if path.startswith("/admin/"):
            yield path


def walk(client, starts):
    """Each kind of page that is found from the starts on, once: name, address and its text."""
    known, waiting = set(), list(starts)
    while waiting:
        address = waiting.pop(0)
        name = resolve(address).url_name
        if name in known or name == "logout":
            continue
        known.add(name)
        response = client.get(address, follow=True)
        if response.status_code == 200 and "html" in response.headers["Content-Type"]:
            page = response.content.decode()
            yield name, address, page
            waiting += [path for path in links(page, address) if path not in waiting]


def starts():
    """The start page, and the list, the first row and the new one of every kind of record."""
    yield "/admin/"
    for model in admin.site._registry:
        folder = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield from (folder, f"{folder}add/")
        if first := model.objects.order_by("pk").first():
            yield from (f"{folder}{first.pk}/{act}/" for act in ("change", "delete", "history"))
