"""Atom feed of the newest articles."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from articles.models import Article
from firm.identity import Identity
from firm.links import absolute_url


class Newest(Feed):
    """The twenty newest articles, with their summaries."""

    feed_type = Atom1Feed
    language = "zh-cn"

    def get_object(self, request):
        return Identity()

    def title(self, site):
        return f"{site.site_title} 法律问答"

    def subtitle(self, site):
        return site.settings.slogan

    def link(self, site):
        return absolute_url(reverse("articles:list"))

    def feed_url(self, site):
        return absolute_url(reverse("articles:feed"))

    def author_name(self, site):
        return site.name

    def items(self, site):
        return Article.objects.published().for_list()[:20]

    def item_title(self, article):
        return article.title

    def item_description(self, article):
        return article.summary or article.excerpt

    def item_link(self, article):
        return absolute_url(article.get_absolute_url())

    def item_guid(self, article):
        return absolute_url(article.get_absolute_url())

    def item_author_name(self, article):
        return article.author.name

    def item_pubdate(self, article):
        return article.publish_at

    def item_updateddate(self, article):
        return max(article.updated_at, article.publish_at)

    def item_categories(self, article):
        return [article.area.name]
