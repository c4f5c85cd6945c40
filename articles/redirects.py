"""Addresses of an older site, stored in `django.contrib.redirects` as a person reads them.

Path and query, percent escapes resolved where the character is safe to show (UTF-8, or the GBK of
older sites). A redirect is one hop: no target is itself an old address.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from articles.models import Article, State
from firm.models import Lawyer, Page, PracticeArea
from statutes.base import max_length

LONGEST = max_length(Redirect, "old_path")
MISFORMED = "网址格式有误。"
NO_SLASH = "网址要以“/”开头，例如 {}。"
FOREIGN = "只能转到本网站的网页，不能转到其他网站。"
LOOP = "这样会转回原网址，形成死循环。"
NOT_OLD = "本网站已有该网址的网页，不能转走。"
OWN = "本网站已有该网址的网页。"
NO_SUCH_PAGE = "本网站没有该网址的网页，请核对要转到的网址。"
TAKEN = "它已经转到{}，没有改动。"
MOST_PARAMETERS = 8  # of a visited address, that are looked for alone
REFUSED_URL = "旧网址“"  # begins what is said of one that leads nowhere
ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
PATH_CHARS = "/:@&+$,=!~*'();-._"  # beside letters and digits
QUERY_CHARS = "-._~"
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\"<>\\^`{|}%?#]")
OWN_PAGE = re.compile(r"/(?![/\\])")  # whoever wrote the row, nobody is led to another host
UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\"<>\ud800-\udfff]")


class RedirectError(Exception):
    """An address that cannot be kept; says why, to a secretary."""


def _split(address):
    try:
        parts = urlsplit(address)
        return parts, parts.hostname
    except ValueError:
        raise RedirectError(MISFORMED) from None


def _joined(parts, fragment=""):
    found = path_of(parts.path or "/") + (f"?{query_of(parts.query)}" if parts.query else "")
    found += f"#{fragment}" if fragment else ""
    if len(found) > LONGEST:
        raise RedirectError(f"网址过长，最多{LONGEST}个字符。")
    return found


def normalise_address(address: str) -> str:
    """The one spelling of an old address: path and query without host; RedirectError for none."""
    address = address.strip()
    parts, _ = _split(address)
    if parts.scheme not in {"", "http", "https"} or not (parts.path or parts.query):
        raise RedirectError("请填写旧网站某一页的地址，例如 /news/12.html。")
    if parts.netloc == "" and not address.startswith(("/", "?")):
        raise RedirectError(NO_SLASH.format("/news/12.html"))
    return _joined(parts)


def path_of(path: str) -> str:
    """A path as it is read: 文章/1.html for whatever escapes it came with."""
    return _shown(unquote_to_bytes(path), PATH_CHARS)


def query_of(query: str) -> str:
    """A query as it is read; escaped characters that part it stay escaped."""
    readable = ESCAPED.sub(lambda run: _shown(unquote_to_bytes(run[0]), QUERY_CHARS), query)
    return UNFIT.sub(lambda char: quote(char[0], safe="", errors="replace"), readable)


def _shown(data: bytes, chars: str) -> str:
    """Bytes as characters where they are plain to see, escaped otherwise."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "".join(
            one
            if one in chars or (one.isalnum() if one.isascii() else not UNSEEN.match(one))
            else quote(one, safe="", errors="replace")
            for one in text
        )
    return quote(data, safe=chars)


def target_of(path: str, query: str) -> str | None:
    """Where a visited address leads that the site does not answer; None where nothing is known.

    An empty text means that the page is gone for good. A slash at the end is no other page, and a
    share button hangs a query on any address.
    """
    path = path_of(path)
    twin = path.rstrip("/") if path.endswith("/") else f"{path}/"
    with_query = [f"{one}?{query_of(query)}" for one in (path, twin)] if query else []
    # One parameter alone: a share button hangs others on it, and so does a list's next page.
    with_query += [f"{path}?{query_of(one)}" for one in query.split("&")[:MOST_PARAMETERS] if one]
    names = [one for one in [*with_query, path, twin] if one and len(one) <= LONGEST]
    rows = Redirect.objects.filter(site=settings.SITE_ID, old_path__in=names)
    known = dict(rows.values_list("old_path", "new_path"))
    found = next((known[name] for name in names if name in known), None)
    return None if found in names or (found and not OWN_PAGE.match(found)) else found


def meanwhile(target: str) -> str:
    """The page of the area, or of all, while the article that an old address leads to is a draft;
    else ""."""
    try:
        found = resolve(target.partition("#")[0])
    except Resolver404:
        return ""
    if found.view_name != "articles:detail":
        return ""
    draft = Article.objects.filter(state=State.DRAFT, **found.kwargs).select_related("area").first()
    if draft is None:
        return ""
    return draft.area.get_absolute_url() if draft.area.is_published else reverse("articles:list")


def site_has_page(address: str) -> bool:
    """Whether the site has a page of its own at an address, whoever may see it.

    The home page takes no query, and much used software (/?p=12) hangs every page on it.
    """
    path, _, query = address.partition("#")[0].partition("?")
    if path == "/" and query:
        return False
    return any(map(_is_page, {path, path if path.endswith("/") else f"{path}/"}))


def _is_page(path):
    try:
        found = resolve(path)
    except Resolver404:
        return False
    rows = {
        "articles:detail": Article,
        "firm:lawyer": Lawyer,
        "firm:area": PracticeArea,
        "firm:page": Page,
    }
    model = rows.get(found.view_name)
    return model is None or model._default_manager.filter(**found.kwargs).exists()


def own_target(address: str) -> str:
    """A target as it is kept: on this site, without host; RedirectError for a foreign one."""
    address = address.strip()
    parts, host = _split(address)
    if parts.netloc and host not in {settings.SITE_HOST, *settings.ALLOWED_HOSTS}:
        raise RedirectError(FOREIGN)
    if parts.scheme not in {"", "http", "https"} or not (parts.netloc or address.startswith("/")):
        raise RedirectError(NO_SLASH.format("/articles/12/"))
    if address.startswith(("//", "/\\")) and not parts.netloc or "\\" in address:
        raise RedirectError(MISFORMED)
    return _joined(parts, parts.fragment)


def target_for(old: str, new: str, *, instead_of: int | None) -> str:
    """Where a normalised old address is to lead in the end; RedirectError if it may not.

    `instead_of`: the key of the row that is being changed. An empty `new` means gone for good.
    """
    new = own_target(new) if new else ""
    if new:
        others = Redirect.objects.filter(site=settings.SITE_ID).exclude(pk=instead_of or 0)
        known, seen = dict(others.values_list("old_path", "new_path")), {old}
        while (key := new.partition("#")[0]) not in seen:
            seen.add(key)
            if not known.get(key):
                break
            new = known[key]
        else:
            raise RedirectError(LOOP)
    if site_has_page(old):
        raise RedirectError(NOT_OLD)
    if new and not site_has_page(new):
        raise RedirectError(NO_SUCH_PAGE)
    return new


def unknown(addresses: Iterable[str]) -> set[str]:
    """Which of some old addresses lead nowhere yet, as they are kept."""
    found = set()
    for one in addresses:
        with suppress(RedirectError):
            found.add(normalise_address(one))
    rows = Redirect.objects.filter(site=settings.SITE_ID, old_path__in=found)
    return found - set(rows.values_list("old_path", flat=True))


@transaction.atomic
def add_redirects(
    pairs: Iterable[tuple[str, str]], *, tried: dict[str, str] | None = None
) -> list[str]:
    """Store redirects to our own pages: for each pair "", or the reason why it was left out.

    What an old address already leads to stays: somebody may have set it by hand. With `tried`
    nothing is stored, and it takes what would be, for the calls that follow.
    """
    judged = []
    for old, new in pairs:
        try:
            old = normalise_address(old)
            judged.append((old, new, OWN if site_has_page(old) else ""))
        except RedirectError as odd:
            judged.append((old, new, str(odd)))
    rows = Redirect.objects.filter(site=settings.SITE_ID, old_path__in={old for old, *_ in judged})
    known = {**(tried or {}), **dict(rows.values_list("old_path", "new_path"))}
    made, remarks = {}, []
    for old, new, words in judged:
        if not words and known.get(old, new) != new:
            words = TAKEN.format(known[old] or "“已撤下”")
        remarks.append(f"{REFUSED_URL}{old[:80]}”没有导入：{words}" if words else "")
        if not words and old not in known:
            known[old] = made[old] = new
    if tried is not None:
        tried |= made
        return remarks
    Redirect.objects.bulk_create(
        Redirect(site_id=settings.SITE_ID, old_path=old, new_path=new) for old, new in made.items()
    )
    for row in Redirect.objects.filter(site=settings.SITE_ID, new_path__in=list(made)):
        row.new_path = made[row.new_path]
        row.save(update_fields=["new_path"])
    return remarks
