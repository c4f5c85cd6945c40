"""What the page of a tag tells search engines."""

import re

import pytest

from articles.models import Tag
from firm.base import current_site
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def robots(client, tag):
    """What the page asks search engines not to do; None for an ordinary one."""
    html = client.get(tag.get_absolute_url()).content.decode()
    found = re.search(r'<meta name="robots" content="([^"]*)">', html)
    return found and found[1]


def test_a_tag_of_a_single_article_is_not_to_be_found_but_followed(client):
    tag = Tag.objects.create(name="工伤")
    make_article().tags.add(tag)
    make_article(state="draft").tags.add(tag)
    assert robots(client, tag) == "noindex"
    make_article().tags.add(tag)
    assert robots(client, tag) is None


def test_on_the_site_of_one_author_it_is_judged_by_the_articles_of_all(client):
    tag, own = Tag.objects.create(name="工伤"), make_article()
    for article in (own, make_article()):
        article.tags.add(tag)
    with current_site.speaking_as(own.author):
        assert robots(client, tag) is None
