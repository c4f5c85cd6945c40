"""What the head of a statute's page says: plain values, which `page_head` of the firm completes.

The firm's `Head` knows the address of the site and the way from its home page; the law knows
neither, so it hands over what `Head` takes and nothing more.
"""

from urllib.parse import urlencode

from django.urls import reverse

from statutes.base.enums import Kind, Status
from statutes.citations.numerals import article_digits
from statutes.citations.places import Place

# Of what nobody checked nothing is said.
FORCE = {
    Status.IN_FORCE: "InForce",
    Status.FUTURE: "NotInForce",
    Status.REVISED: "NotInForce",
    Status.REPEALED: "NotInForce",
}
DESCRIPTION = 110  # characters


def of_list(query="", kind="", page=1):
    """The list, one kind of it, a page of it; a search is no page to be found again."""
    path = reverse("statutes:list")
    asked = {
        key: value for key, value in {"kind": kind, "page": page}.items() if value not in ("", 1)
    }
    label = Kind(kind).label if kind else "法规"
    return {
        "title": f"法规：{query}" if query else label,
        "description": "律师文章引用的法律、行政法规和司法解释：是否现行有效、何时施行、条文原文。",
        "path": "" if query else f"{path}?{urlencode(asked)}" if asked else path,
        "index": not query,
        "trail": [("法规", path)],
    }


def of_statute(statute, standing, number=1, title=""):
    """A version, or one page of a long one."""
    above = [("法规", reverse("statutes:list"))]
    whole = (f"《{statute.short_name}》", statute.get_absolute_url())
    path = statute.get_absolute_url()
    if number > 1 or title:
        path = reverse("statutes:part", args=[statute.slug, number])
        above, whole = [*above, whole], (title, path)
    version = _version(statute, standing)
    return {
        "title": f"《{statute.short_name}》{version}{title}",
        "description": f"《{statute.name}》{version}{title}：{standing.words}",
        "path": path,
        "trail": [*above, whole],
        "data": [legislation(statute, standing.status)],
    }


def of_article(statute, place: Place, text, standing):
    """An article; without its text there is nothing to be found."""
    path = reverse("statutes:article", args=[statute.slug, place])
    title = f"《{statute.short_name}》{_version(statute, standing)}{place.words}"
    # People search in digits; the title has the numerals of the law.
    words = f"{article_digits(*place)}：{' '.join(text.split())}" if text else standing.words
    return {
        "title": title,
        "description": words if len(words) <= DESCRIPTION else f"{words[:DESCRIPTION]}……",
        "path": path,
        "index": bool(text),
        "kind": "article",
        "trail": [
            ("法规", reverse("statutes:list")),
            (f"《{statute.short_name}》", statute.get_absolute_url()),
            (place.words, path),
        ],
    }


def _version(statute, standing):
    """Which version, where it is not the one in force: its title must not be taken for that one."""
    old = statute.year and standing.status != Status.IN_FORCE
    return f"（{statute.year}年）" if old else ""


def legislation(statute, status):
    """Structured data: what the page says of the statute (schema.org `Legislation`)."""
    data = {
        "name": statute.name,
        "alternateName": statute.short_name if statute.short_name != statute.name else "",
        "legislationIdentifier": statute.doc_no,
        "legislationDate": statute.promulgated.isoformat() if statute.promulgated else "",
        "legislationPassedBy": statute.issuer,
        "legislationLegalForce": status in FORCE and f"https://schema.org/{FORCE[status]}",
        "inLanguage": "zh-CN",
        "sameAs": statute.official_url,
    }
    known = {key: value for key, value in data.items() if value}
    return {"@context": "https://schema.org", "@type": "Legislation", **known}
