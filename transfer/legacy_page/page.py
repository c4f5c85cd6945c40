"""What is read from a file and what is recognised in it; nothing here knows a database."""

from dataclasses import dataclass
from datetime import date


class NotAPageError(Exception):
    """The file cannot be taken over; the message is one Chinese sentence for the operator."""


@dataclass(frozen=True)
class Source:
    """A saved page as lines, with what only HTML can tell."""

    lines: tuple = ()
    title: str = ""
    headings: tuple = ()
    links: tuple = ()  # all addresses in it
    address: str = ""  # where it was saved from


@dataclass(frozen=True)
class PageOwner:
    """The lawyer whose page it is, and how the page names the site."""

    lawyer: str
    site_name: str = ""
    domain: str = ""
    city: str = ""
    phone: str = ""  # of the head line
    hotline: str = ""


@dataclass(frozen=True)
class MainArticle:
    """The article, its contact line and the author box below it."""

    title: str
    body: tuple
    contact: str = ""
    biography: str = ""
    biography_cut: bool = False
    day: date | None = None  # of its publication, where the page tells it
    rest: tuple = ()  # the lines behind it


@dataclass(frozen=True)
class OtherArticle:
    """One entry of the list of other articles, as the page has it."""

    title: str
    excerpt: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Footer:
    """What the footer and the floating box say; empty where the page says nothing."""

    nav: tuple = ()
    years: tuple = ()  # first and last year of the copyright line
    qq: str = ""
    qq_entry: bool = False
    icp: str = ""
    police: str = ""
    firm: str = ""
    licence: str = ""
    address: str = ""
    hours: str = ""


@dataclass(frozen=True)
class OldPage:
    """Everything that was recognised on a page."""

    owner: PageOwner
    main_article: MainArticle
    footer: Footer
    other_articles: tuple = ()
    other_lawyers: tuple = ()  # names
    lines: tuple = ()

    @property
    def source(self):
        """Where its texts are from, as the articles name it."""
        known = (self.owner.domain, self.owner.site_name, self.footer.firm)
        return next(filter(None, known), "旧网站")
