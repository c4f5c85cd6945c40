"""Who is told what becomes of each record while files are imported."""

from transfer.importing.article_matching import MatchedArticle


class Watch:
    """Does nothing with it: the command has its report."""

    def before(self, batch: list[MatchedArticle]) -> None:
        """What will be stored, within the transaction that stores it."""

    def stored(self, batch: list[MatchedArticle]) -> None:
        """What was stored, in the same transaction; in a dry run what would be."""

    def refused(self, place: str, words: str, title: str = "", doubts: list[str] | None = None):
        """A record or a file that is not imported, and why; what else is to be known of it."""

    def doubt(self, place: str, words: str) -> None:
        """Something that shows only when all is there."""

    def settled(self) -> None:
        """A batch is through."""
