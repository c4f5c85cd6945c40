"""The public pages that have a title to choose: where they are, what they are called by themselves.

Whoever may change what a page shows may say what it is called. An article's words are seen at once,
so they are for those who may publish.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from articles.models import Article
from articles.public import default_words as words_of_articles
from firm.base import share_card
from firm.base.urls import absolute_url
from firm.models import PageWords, SiteSettings
from firm.site import default_words, page_words, shown
from firm.site.default_words import Words
from firm.site.identity import Identity
from website.templatetags.head_tags import RIGHTS

SETTING_RIGHT = "firm.change_sitesettings"
# Of no record: its key, what the office calls it, the view, what it says by itself.
FIXED: list[tuple[str, str, str, Callable[[Identity], Words]]] = [
    ("home", "首页", "home", default_words.home),
    ("areas", "业务领域（列表）", "areas", default_words.areas),
    ("lawyers", "律师（列表）", "firm:lawyers", default_words.lawyers),
    ("articles", "法律问答（列表）", "articles:list", words_of_articles.all_articles),
    ("contact", "联系我们", "firm:contact", default_words.contact),
]
OF_RECORDS: dict[str, Callable[..., Words]] = {
    "area": default_words.area,
    "lawyer": default_words.lawyer,
    "page": default_words.page,
    "article": words_of_articles.article,
}


@dataclass(frozen=True)
class Called:
    """One public page: `words` are those it has by itself, `chosen` those in their place."""

    key: str
    name: str
    path: str
    words: Words
    chosen: PageWords
    right: str
    record: Model

    @property
    def site(self):
        """Who speaks; the name of the site stands behind each title."""
        return Identity()

    @property
    def title(self) -> str:
        """As a visitor sees it, without the name of the site; empty where that is all."""
        return self.chosen.title or self.words.title

    @property
    def description(self) -> str:
        """The same of the text below it."""
        return self.chosen.description or self.words.description

    @property
    def is_chosen(self) -> bool:
        """Whether somebody has chosen one of the two."""
        return bool(self.chosen.pk)

    @property
    def address(self) -> str:
        """Its full address."""
        return absolute_url(self.path)

    @property
    def edit(self) -> str:
        """The page of the office on which its words are chosen."""
        kind, _, pk = self.key.partition(":")
        return (
            reverse("admin:heads_of", args=[kind, pk]) if pk else reverse("admin:head", args=[kind])
        )


def fixed() -> list[Called]:
    """The home page and the lists."""
    site, settings = Identity(), SiteSettings.fresh()
    return [
        Called(key, name, reverse(view), words(site), page_words.of(key), SETTING_RIGHT, settings)
        for key, name, view, words in FIXED
    ]


def of_records(kind: str) -> list[Called]:
    """Those of the published records of a kind; of articles those for which words were chosen."""
    site = Identity()
    return [_of(kind, one, site) for one in _records(kind)]


def _of(kind, record, site):
    key = page_words.key(kind, record)
    words = OF_RECORDS[kind](record, site)
    path, right = record.get_absolute_url(), RIGHTS[kind]
    return Called(key, str(record), path, words, page_words.of(key), right, record)


def _records(kind) -> Iterator[Model]:
    if kind == "article":
        chosen = PageWords.objects.filter(page__startswith="article:")
        keys = [one.page.partition(":")[2] for one in chosen]
        yield from Article.objects.published().filter(pk__in=keys)
    else:
        yield from {"area": shown.areas, "lawyer": shown.lawyers, "page": shown.pages}[kind]()


def find(kind: str, pk: int | None = None) -> Called | None:
    """The page of this key, if visitors can see it; a draft has no words in search results."""
    if pk is None:
        return next((one for one in fixed() if one.key == kind), None)
    if kind == "article":
        found = Article.objects.published().select_related("author", "area").filter(pk=pk)
        return next((_of(kind, one, Identity()) for one in found), None)
    known = _records(kind) if kind in OF_RECORDS else ()
    return next((_of(kind, one, Identity()) for one in known if one.pk == pk), None)


def picture(one: Called) -> str:
    """The path of the square picture of a link to it, as it is shown by now."""
    site = Identity()
    card = share_card.of(one.title or site.site_title, site.site_title, site.settings.accent)
    return card.address(share_card.SQUARE)
