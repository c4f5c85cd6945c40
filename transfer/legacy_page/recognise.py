"""From the lines of a file to an `OldPage`; pure, and the same for every database."""

from transfer.legacy_page.foot import foot
from transfer.legacy_page.further import further
from transfer.legacy_page.page import OldPage
from transfer.legacy_page.story import story
from transfer.legacy_page.who import who


def recognise(source):
    """All that the page tells; NotAPageError when it has no lawyer, title or body."""
    owner = who(source)
    article = story(source, owner)
    return OldPage(
        who=owner,
        story=article,
        foot=foot(source),
        further=further(article.rest, owner),
        lines=source.lines,
    )
