"""The sitemap: every public address, as the apps list them."""

from django.urls import reverse

from articles.models import Citation
from articles.sitemaps import ArticleSitemap
from firm.sitemaps import AreaSitemap, LawyerSitemap, PageSitemap, SiteSitemap
from statutes import sitemaps as statutes


class StandingSitemap(SiteSitemap):
    """Addresses that are always there."""

    def items(self):
        return [
            "home", "articles:list", "firm:lawyers", "firm:contact", "consult:new", "statutes:list",
        ]  # fmt: skip

    def location(self, name):
        return reverse(name)


class StatuteSitemap(SiteSitemap):
    """Statutes in force that an article of the site cites."""

    def items(self):
        return statutes.cited_statutes(Citation.shown())

    def lastmod(self, statute):
        return statute.imported_at


class StatuteArticleSitemap(SiteSitemap):
    """Their articles that an article of the site cites, where the text is here."""

    def items(self):
        return statutes.cited_articles(Citation.shown())

    def lastmod(self, article):
        return article.statute.imported_at


SITEMAPS = {
    "standing": StandingSitemap,
    "areas": AreaSitemap,
    "lawyers": LawyerSitemap,
    "pages": PageSitemap,
    "articles": ArticleSitemap,
    "statutes": StatuteSitemap,
    "statute-articles": StatuteArticleSitemap,
}
