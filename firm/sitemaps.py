"""The firm's addresses for search engines."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from firm.models import Lawyer, Page, PracticeArea


class SiteSitemap(Sitemap):
    """A sitemap whose addresses begin with SITE_URL, whatever host was asked."""

    limit = 10_000

    @property
    def protocol(self):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class LawyerSitemap(SiteSitemap):
    """Published lawyers."""

    def items(self):
        return Lawyer.objects.published()

    def lastmod(self, lawyer):
        return lawyer.updated_at


class AreaSitemap(SiteSitemap):
    """Published practice areas."""

    def items(self):
        return PracticeArea.objects.published()

    def lastmod(self, area):
        return area.updated_at


class PageSitemap(SiteSitemap):
    """Published standing pages."""

    def items(self):
        return Page.objects.published()

    def lastmod(self, page):
        return page.updated_at
