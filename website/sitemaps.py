"""The sitemap: every public address, as the apps list them."""

from django.urls import reverse

from articles.sitemaps import ArticleSitemap
from firm.sitemaps import AreaSitemap, LawyerSitemap, PageSitemap, SiteSitemap


class StandingSitemap(SiteSitemap):
    """Addresses that are always there."""

    def items(self):
        return ["home", "articles:list", "firm:lawyers", "firm:contact", "consult:new"]

    def location(self, name):
        return reverse(name)


SITEMAPS = {
    "standing": StandingSitemap,
    "areas": AreaSitemap,
    "lawyers": LawyerSitemap,
    "pages": PageSitemap,
    "articles": ArticleSitemap,
}
