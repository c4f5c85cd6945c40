"""From the lines of a file to an `OldPage`; pure, and the same for every database."""

from transfer.legacy_page.footer import read_footer
from transfer.legacy_page.main_article import find_main_article
from transfer.legacy_page.other_articles import find_other_articles
from transfer.legacy_page.owner import find_other_lawyers, find_owner
from transfer.legacy_page.page import OldPage


def recognise(source):
    """All that the page tells; NotAPageError when it has no lawyer, title or body."""
    owner = find_owner(source)
    article = find_main_article(source, owner)
    return OldPage(
        owner=owner,
        main_article=article,
        footer=read_footer(source),
        other_articles=find_other_articles(article.rest, owner),
        other_lawyers=find_other_lawyers(source, owner),
        lines=source.lines,
    )
