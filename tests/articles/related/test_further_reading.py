"""Further reading: hand-picked, computed, the area, the newest, as it is defined."""

import random
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, Neighbour, RelatedLink, State, Why
from articles.related.further_reading import WANTED, Card, further_reading
from firm.base import current_site
from tests.factories import make_area, make_article, make_lawyer

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def leads_to(*records):
    """Where articles and hand-picked links lead."""
    targets = [getattr(record, "target", None) or record for record in records]
    return [getattr(one, "url", None) or one.get_absolute_url() for one in targets if one]


def related(article):
    return [card.href for card in further_reading(article).related]


def neighbours(article):
    found = further_reading(article)
    return [card and card.href for card in (found.before, found.after)]


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def test_a_picked_article_can_be_a_neighbour_too():
    old, article = make_article(publish_at=days_ago(9)), make_article()
    link = RelatedLink.objects.create(article=article, target=old)
    found = further_reading(article)
    assert found.related == [found.before] == [Card(old.title, *leads_to(link), old.excerpt)]


STATES = [*[State.PUBLISHED] * 8, State.DRAFT, State.WITHDRAWN]


def defined(article, wanted=WANTED):
    """What is related, before and after: addresses of pages, read from all that is public."""
    public = list(Article.objects.published().exclude(pk=article.pk))  # the newest first
    keys = {one.pk for one in public}
    links = article.related_links.filter(Q(target=None) | Q(target__in=keys))[:wanted]
    seen = {link.target_id for link in links}
    near = dict(article.neighbours.values_list("other", "place"))
    others = [one for one in public if one.pk not in seen]
    others.sort(key=lambda one: (near.get(one.pk, 99), one.area_id != article.area_id))
    place, places = (article.publish_at, article.pk), {(o.publish_at, o.pk): o for o in public}
    return (
        [*(link.url or address(link.target) for link in links), *map(address, others)][:wanted],
        address(places.get(max((one for one in places if one < place), default=None))),
        address(places.get(min((one for one in places if one > place), default=None))),
    )


def address(article):
    return article and article.get_absolute_url()


def found(article, wanted=WANTED):
    told = further_reading(article, wanted)
    return (
        [card.href for card in told.related],
        told.before and told.before.href,
        told.after and told.after.href,
    )


def fill(dice):
    """Forty articles of three areas and two lawyers, many of one moment, tied together at will."""
    areas, authors = [make_area() for _ in range(3)], [make_lawyer() for _ in range(2)]
    now = timezone.now()
    articles = [
        make_article(
            area=dice.choice(areas),
            author=dice.choice(authors),
            state=dice.choice(STATES),
            publish_at=now - timedelta(days=dice.choice([-1, 1, 2, 3, 3, 3, 4, 5])),
            expires_at=dice.choice([None, None, None, now + timedelta(days=2)]),
            is_stub=dice.random() < 0.1,
        )
        for _ in range(dice.choice([12, 40]))
    ]
    Article.objects.filter(expires_at__isnull=False, pk__in=[a.pk for a in articles[::3]]).update(
        publish_at=now - timedelta(days=9), expires_at=now - timedelta(days=1)
    )
    for article in articles:
        tie(article, [one for one in articles if one.pk != article.pk], dice)
    return list(Article.objects.all()), authors


def tie(article, others, dice):
    for place, other in enumerate(dice.sample(others, dice.choice([0, 2, 9]))):
        Neighbour.objects.create(article=article, other=other, place=place, why=Why.TEXT)
    for target in dice.sample(others, dice.choice([0, 0, 1, 3])):
        RelatedLink.objects.create(article=article, target=target, order=dice.randrange(3))
    if dice.random() < 0.2:
        RelatedLink.objects.create(article=article, url="https://example.com/", title="别处")


@pytest.mark.parametrize("seed", range(3))
def test_the_statement_finds_what_is_defined_on_each_site(seed):
    articles, authors = fill(random.Random(seed))
    for own in [None, *authors]:
        with current_site.speaking_as(own):
            for article in articles:
                assert found(article) == defined(article)
                assert found(article, 5) == defined(article, 5)
