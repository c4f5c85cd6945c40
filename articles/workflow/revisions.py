"""The content of an article as a revision stores it: plain JSON, all that its form asks for.

But for hand-picked links, which take effect when they are saved.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

from articles.models import Article, Tag
from richtext.core import diff

TEXTS = ["title", "summary", "body", "jurisdiction", "source_kind", "source"]
TICKS = ["ai_assisted", "is_stub"]
PEOPLE_AND_AREA = ["area", "author", "checked_by"]
TIMES: dict[str, type[date]] = {"publish_at": datetime, "expires_at": datetime, "checked_on": date}
MOST_TAGS = 10
BLOCKS = "p|h[2-4]|ul|ol|li|blockquote|table|caption|thead|tbody|tr|th|td|hr|br|figure|figcaption"
EDGE = re.compile(rf"\s*(</?(?:{BLOCKS})\b[^>]*>)\s*")


def take(article: Article, tags: list[str] | None = None) -> dict:
    """What a revision keeps of an article; `tags` when they are not those that are stored."""
    content = {name: getattr(article, name) for name in [*TEXTS, *TICKS]}
    content |= {name: getattr(article, f"{name}_id") for name in PEOPLE_AND_AREA}
    for name in TIMES:
        value = getattr(article, name)
        if isinstance(value, datetime):
            value = value.astimezone(UTC)  # one moment is written in one way
        content[name] = value.isoformat() if value else None
    return {**content, "tags": sorted(set(stored_tags(article) if tags is None else tags))}


def same_content(one: dict, other: dict) -> bool:
    """Whether two contents are the same but for line breaks between blocks, and fractions of a
    second, which a form does not carry.
    """

    def plainly(content):
        body = unspaced(re.sub(r"\s+", " ", content["body"]))
        times = {name: (content[name] or "")[:19] for name in TIMES}
        return {**content, **times, "body": body}

    return plainly(one) == plainly(other)


def same_to_reader(one: dict, other: dict) -> bool:
    """The same block by block: an editor writes the HTML of a foreign text in its own way."""
    if same_content(one, other):
        return True
    nothing = {"body": ""}
    same_body = diff.of_html(one["body"]) == diff.of_html(other["body"])
    return same_body and same_content(one | nothing, other | nothing)


def unspaced(html: str) -> str:
    """A body without the line breaks between its blocks, which no reader sees."""
    return EDGE.sub(r"\1", html).strip()


def stored_tags(article: Article) -> list[str]:
    return [tag.name for tag in article.tags.all()] if article.pk else []


def put(content: dict, article: Article) -> Article:
    """Set an article to a kept content, without saving; its tags are the caller's to set.

    A lawyer or an area that has been deleted since leaves the one that is there.
    """
    for name in [*TEXTS, *TICKS]:
        setattr(article, name, content[name])
    for name in PEOPLE_AND_AREA:
        known: Any = article._meta.get_field(name).related_model
        if content[name] is None or known.objects.filter(pk=content[name]).exists():
            setattr(article, f"{name}_id", content[name])
    if article.checked_by_id is None:
        content = {**content, "checked_on": None}
    for name, kind in TIMES.items():
        value = content[name]
        setattr(article, name, kind.fromisoformat(value) if value else None)
    return article


def tags_named(names: list[str]) -> list[Tag]:
    """The tags of some names, made where there are none."""
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    wanted = dict.fromkeys(names)
    return [known.get(name) or Tag.objects.get_or_create(name=name)[0] for name in wanted]
