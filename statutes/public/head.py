"""What the head of a statute's page says: plain values, which `page_head` of the firm completes."""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from statutes.base import Kind, Status
from statutes.citations.places import Place, article_digits

# Of what nobody checked nothing is said.
FORCE = {
    Status.IN_FORCE: "InForce",
    Status.FUTURE: "NotInForce",
    Status.REVISED: "NotInForce",
    Status.REPEALED: "NotInForce",
}
SCHEMA = "https://schema.org"
DESCRIPTION = 110  # characters


def list_path(kind=""):
    path = reverse("statutes:list")
    return f"{path}?{urlencode({'kind': kind})}" if kind else path


def of_list(query="", kind=""):
    """The list, or one kind of it; a search is no page to be found again."""
    label = Kind(kind).label if kind else "法规"
    return {
        "title": f"法规：{query}" if query else label,
        "description": "律师文章引用的法律、行政法规和司法解释：是否现行有效、何时施行、条文原文。",
        "path": "" if query else list_path(kind),
        "index": not query,
        "trail": [("法规", list_path())],
    }


def of_statute(statute, standing, table, path="", title=""):
    """A version, or one page of a long one at an address of its own."""
    above = [("法规", reverse("statutes:list"))]
    whole = (f"《{statute.short_name}》", statute.get_absolute_url())
    if path:
        above, whole = [*above, whole], (title, path)
    version = _version(statute, standing)
    changed = []
    if not path:  # told once, by the first page: the versions whose place it took
        before = table.versions(statute.short_name)
        at = next((at for at, one in enumerate(before) if one == statute), 0)
        others = [one for one in table.rows.values() if one.replaced_by_id == statute.pk]
        changed = [*before[:at][-1:], *others]
    return {
        "title": f"《{statute.short_name}》{version}{title}",
        "description": f"《{statute.name}》{version}{title}：{standing.words}",
        "path": path or statute.get_absolute_url(),
        "drawn": None,
        "trail": [*above, whole],
        "data": [_legislation(statute, standing.status, changed)],
    }


def of_article(statute, place: Place, text, standing, index=True):
    """An article; without its text there is nothing to be found, nor where `index` says so."""
    path = reverse("statutes:article", args=[statute.slug, place])
    title = f"《{statute.short_name}》{_version(statute, standing)}{place.words}"
    # People search in digits; the title has the numerals of the law.
    words = f"{article_digits(*place)}：{' '.join(text.split())}" if text else standing.words
    return {
        "title": title,
        "description": words if len(words) <= DESCRIPTION else f"{words[:DESCRIPTION]}……",
        "path": path,
        "index": bool(text) and index,
        "kind": "article",
        "drawn": None,
        "trail": [
            ("法规", reverse("statutes:list")),
            (f"《{statute.short_name}》", statute.get_absolute_url()),
            (place.words, path),
        ],
        "data": [_part_of_legislation(statute, place, standing.status)] if text else [],
    }


def _version(statute, standing):
    """Which version, where it is not the one in force."""
    old = statute.year and standing.status != Status.IN_FORCE
    return f"（{statute.year}年）" if old else ""


def _legislation(statute, status, changes):
    """Structured data (schema.org); what is not known is left out."""
    return _data(
        statute,
        status,
        name=statute.name,
        alternateName=statute.short_name if statute.short_name != statute.name else "",
        url=statute.get_absolute_url(),
        legislationIdentifier=statute.doc_no,
        legislationType=Kind(statute.kind).label,
        legislationPassedBy=statute.issuer,
        legislationChanges=[_named(one) for one in changes],
        sameAs=statute.official_url,
    )


def _part_of_legislation(statute, place, status):
    whole = {"legislationIdentifier": statute.doc_no, "sameAs": statute.official_url}
    return _data(
        statute,
        status,
        name=f"{statute.name}{place.words}",
        alternateName=f"{statute.short_name}{article_digits(*place)}",
        url=statute.article_path(*place),
        legislationIdentifier=place.words,
        isPartOf={**_named(statute), **_known(whole)},
    )


def _data(statute, status, **more):
    force = f"{SCHEMA}/{FORCE[status]}" if status in FORCE else ""
    data = {**_dates(statute), "legislationLegalForce": force, "inLanguage": "zh-CN", **more}
    return {"@context": SCHEMA, **_typed(data)}


def _typed(data):
    return {"@type": "Legislation", **_known(data)}


def _known(data):
    return {key: value for key, value in data.items() if value}


def _named(statute):
    return _typed({"name": statute.name, "url": statute.get_absolute_url(), **_dates(statute)})


def _dates(statute):
    """When it was made, and from when to when it is law, an interval of ISO 8601."""
    since, until = statute.effective_from, statute.effective_to
    last = until - timedelta(days=1) if until else None  # our end is the first day without it
    return _known(
        {
            "legislationDate": statute.promulgated.isoformat() if statute.promulgated else "",
            "legislationDateVersion": since.isoformat() if since else "",
            "temporalCoverage": f"{since or '..'}/{last or '..'}" if since or last else "",
        }
    )
