"""Every address that the resolver knows, each with an example that can be asked."""

import re
from dataclasses import dataclass, field

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from firm.base import share_card
from website.urls import MOVED

PART = re.compile(r"<(?:\w+:)?(\w+)>")
KEYS = {"object_id", "pk", "id", "key"}  # what names the record that a page is about
NO_EXAMPLE = "{}: put an address to ask into EXAMPLES, with a record made in world.py (no {})"
TAKE_BACK = "admin/law-review/history/<int:pk>/take-back/"
BATCH = "admin/articles/article/batches/<int:pk>/take-back/"
DESK_BATCH = "admin/consult/consultation/bulk/<int:pk>/take-back/"
# Where the resolver's pattern is a regular expression, or the record is not that of the page.
EXAMPLES = {
    "articles/preview/<str:token>/": "articles/preview/{preview}/",
    "articles/tags/<int:pk>/": "articles/tags/{tag}/",
    "articles/<int:pk>/": "articles/{articles.article}/",
    "api/articles/<int:pk>/": "api/articles/{articles.article}/",
    "consult/thread/files/<uuid:pk>/": "consult/thread/files/{file}/",
    "consult/thread/withdraw/<slug:kind>/": "consult/thread/withdraw/processing/",
    "admin/figures/<slug:key>.csv": "admin/figures/areas.csv",
    "consult/stop/<str:token>/": "consult/stop/{stop}/",
    "lawyers/<slug:slug>/": "lawyers/lin/",
    "tools/<slug:name>/": "tools/court-fee/",
    "lawyers/<slug:slug>/card.vcf": "lawyers/lin/card.vcf",
    "areas/<slug:slug>/": "areas/labour/",
    "pages/<slug:slug>/": "pages/{page}/",
    r"^media/(?P<name>images/[0-9a-z./-]+\.webp)$": "media/images/none.webp",
    f"^media/share/{share_card.NAME}$": f"media/share/wide-{'x' * 30}.png",
    f"articles/^(?P<pk>[1-9][0-9]{{0,17}})/share/{share_card.NAME}$": (
        f"articles/1/share/wide-{'x' * 30}.png"
    ),
    r"^sitemap-(?P<name>[a-z-]{1,40})-(?P<number>[1-9][0-9]{0,3})\.xml$": "sitemap-articles-1.xml",
    r"^(?P<key>[A-Za-z0-9-]{8,128})\.txt$": "abcdefgh12345678.txt",
    "admin/^<app_label>/$": "admin/firm/",
    r"admin/(?P<url>.*)$": "admin/nowhere/",
    TAKE_BACK: TAKE_BACK.replace("<int:pk>", "{decision}"),
    BATCH: BATCH.replace("<int:pk>", "{firm.batch}"),
    DESK_BATCH: DESK_BATCH.replace("<int:pk>", "{desk_batch}"),
    "admin/statutes/statute/texts/<int:pk>/": "admin/statutes/statute/texts/{statutes.lawimport}/",
    "admin/transfer/articleimport/<int:pk>/": (
        "admin/transfer/articleimport/{transfer.articleimport}/"
    ),
    "admin/transfer/articleimport/<int:pk>/example/": (
        "admin/transfer/articleimport/{transfer.articleimport}/example/"
    ),
    "admin/second-factor/passkeys/<int:pk>/remove/": "admin/second-factor/passkeys/1/remove/",
    r"admin/^auth/user/(?P<pk>[0-9]{1,18})/": "admin/auth/user/{colleague}/change/",
    r"admin/^auth/user/": "admin/auth/user/",
    "admin/people/<int:pk>/": "admin/people/{colleague}/",
    "admin/people/<int:pk>/<slug:act>/": "admin/people/{colleague}/stop/",
    "admin/opening/draft/<slug:kind>/": "admin/opening/draft/fees/",
    "admin/opening/confirm/<int:pk>/": "admin/opening/confirm/{firm.page}/",
    "admin/heads/<slug:kind>/": "admin/heads/home/",
    "admin/heads/<slug:kind>/<int:pk>/": "admin/heads/article/{articles.article}/",
    "admin/pictures/<slug:token>/": "admin/pictures/none/",
    "admin/outbox/notice/trial/<int:pk>/": "admin/outbox/notice/trial/{outbox.notice}/",
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
