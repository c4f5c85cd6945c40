"""Published articles for search engines."""

from articles.models import Article
from firm.sitemaps import SiteSitemap


class ArticleSitemap(SiteSitemap):
    """Published articles with the time of their last change."""

    def items(self):
        return Article.objects.published().only("updated_at", "publish_at")

    def lastmod(self, article):
        return max(article.updated_at, article.publish_at)
