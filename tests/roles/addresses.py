"""Every address that the resolver knows, each with an example that can be asked."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from firm.base import share_card
from website.urls import MOVED

PART = re.compile(r"<(?:\w+:)?(\w+)>")
KEYS = {"object_id", "pk", "id", "key"}  # what names the record that a page is about
NO_EXAMPLE = "{}: put an address to ask into EXAMPLES, with a record made in world.py (no {})"
ASKED = tomllib.loads(Path(__file__).with_name("asked.toml").read_text("utf-8"))
CARD = f"share/wide-{'x' * 30}.png"
EXAMPLES: dict[str, str] = {
    **ASKED["examples"],
    f"^media/share/{share_card.NAME}$": f"media/{CARD}",
    f"articles/^(?P<pk>[1-9][0-9]{{0,17}})/share/{share_card.NAME}$": f"articles/1/{CARD}",
}
NUMBERED = {"number": "1", "act": "withdraw", "address": "1", "words": "第1条", "slug": "{statute}"}


@dataclass(frozen=True)
class Address:
    """What the resolver knows, what is asked for it, and what is posted there.

    `about` tells the lines of one address apart: which view, which button, which list action.
    """

    pattern: str
    path: str
    about: str = ""
    data: dict = field(default_factory=dict, compare=False)
    is_button: bool = False

    @property
    def name(self) -> str:
        """As its lines of the table end."""
        return f"/{self.pattern}{f' [{self.about}]' if self.about else ''}"

    @property
    def methods(self) -> list[str]:
        """A view is looked at, a button is pressed, a page both."""
        if self.is_button:
            return ["POST"]
        return ["GET"] if self.about else ["GET", "POST"]


def patterns() -> list[str]:
    """What the resolver knows, each once; the first of two equal ones is the one that answers.

    Those that went lead everybody on, whoever they are.
    """
    return [one for one in dict.fromkeys(_walk(get_resolver(), "")) if one not in MOVED]


# Django names the apps in the order in which they were imported.
APPS = re.compile(r"\(\?P<app_label>[a-z|]+\)")


def _walk(resolver, before):
    for entry in resolver.url_patterns:
        pattern = APPS.sub("<app_label>", f"{before}{entry.pattern}")
        if isinstance(entry, URLPattern):
            yield pattern
        else:
            yield from _walk(entry, pattern)


def example(pattern: str, world) -> str:
    """An address of this pattern; LookupError where EXAMPLES has none and nothing can be put in."""
    known = {name: one.pk for name, one in world.records.items()} | world.values
    try:
        filled = EXAMPLES.get(pattern) or PART.sub(lambda part: _part(pattern, part[1]), pattern)
        return "/" + re.sub(r"\{([\w.-]+)\}", lambda part: str(known[part[1]]), filled)
    except KeyError as missing:
        raise LookupError(NO_EXAMPLE.format(pattern, missing)) from missing


def _part(pattern, name):
    if name == "file_key":
        return "{file}"
    if name in KEYS:
        return f"{{{'.'.join(pattern.split('/')[1:3])}}}"
    return NUMBERED[name]
