"""What the head of a page says: built in the view, printed by `includes/head.html`."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from firm.base import dates, share_card
from firm.base.urls import absolute_url, here_url
from firm.site import jsonld, page_words

HOME = ("首页", "/")  # where every trail begins


@dataclass
class Head:
    """Title, description, canonical address and structured data of one page.

    `page` is what a chosen title and description are kept under (`firm.site.page_words`); `drawn`
    is what the picture of a shared link says, where that is not the title.
    """

    title: str = ""
    description: str = ""
    path: str = ""
    kind: str = "website"
    page: str = ""
    drawn: str = ""
    index: bool = True
    follow: bool = False  # the links of a page that is not to be found itself
    trail: list = field(default_factory=list)
    data: list = field(default_factory=list)
    published: datetime | None = None
    modified: datetime | None = None
    own: bool = False  # on a lawyer's own site this is another page than on the firm's
    verification: str = ""  # the code by which Baidu knows whose site it is; for the home page

    def __post_init__(self):
        """What was chosen for the page goes before what it says by itself.

        A later page of a list is named as such, so that no two pages have one title.
        """
        self.chosen = page_words.of(self.page)
        self.drawn = self.chosen.title or self.drawn or self.title
        self.title = self.chosen.title or self.title
        self.description = self.chosen.description or self.description
        if later := re.search(r"[?&]page=(\d+)$", self.path):
            self.title = f"{self.title}（第{later[1]}页）"

    @property
    def structured(self):
        """All structured data of the page, the way to it among them."""
        way = [jsonld.breadcrumbs(self.trail)] if self.trail else []
        return [*self.data, *way]

    @property
    def canonical(self):
        """The one address of the page; what both sites show alike has it on the firm's."""
        full = here_url if self.own else absolute_url
        return full(self.path) if self.path else ""

    @property
    def robots(self):
        """What search engines are asked not to do; empty for an ordinary page."""
        if self.index:
            return ""
        return "noindex" if self.follow else "noindex, nofollow"

    def card(self, site) -> share_card.Card | None:
        """The picture of a link to it (`site`: whose it is); None for what is not to be found."""
        shared = self.index and self.path
        drawn = self.drawn, site.site_title, site.settings.accent
        return share_card.of(*drawn) if shared else None

    @property
    def published_at(self):
        """When it was published, as machines read it; empty for what has no such time."""
        return dates.iso(self.published) if self.published else ""

    @property
    def modified_at(self):
        """When visitors last saw it change, as machines read it."""
        return dates.iso(self.modified) if self.modified else ""
