"""Further reading as it is defined: hand-picked, near by law and words, the area, the newest."""

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from articles import search
from articles.management.commands.rebuild_related import DONE
from articles.models import (
    Article,
    Neighbour,
    NeighboursDue,
    RelatedLink,
    SourceKind,
    State,
    Why,
)
from articles.related import recompute
from articles.related.further_reading import WANTED, Card, further_reading
from articles.search.indexing import fill_missing
from articles.workflow import publishing
from firm.base import current_site
from richtext.fulltext import tables
from tests import stages
from tests.factories import make_area, make_article, make_lawyer, make_staff, make_statute, saved

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
    assert found.related == [found.before] == [Card(old.title, *leads_to(link))]


STATES = [*[State.PUBLISHED] * 8, State.DRAFT, State.WITHDRAWN]


def defined(article, wanted=WANTED):
    """What is related, before and after: addresses of pages, read from all that is public."""
    public = list(Article.objects.published().exclude(pk=article.pk))  # the newest first
    keys = {one.pk for one in Article.objects.published(titles=True)}
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
            is_stub=dice.random() < 0.2,
            source_kind=dice.choice([SourceKind.ORIGINAL, SourceKind.FORMER]),
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


@pytest.mark.parametrize("seed", stages.turns(3))
def test_the_statement_finds_what_is_defined_on_each_site(seed):
    articles, authors = fill(random.Random(seed))
    for own in [None, *authors]:
        with current_site.speaking_as(own):
            for article in articles:
                assert found(article) == defined(article)
                assert found(article, 5) == defined(article, 5)


DIVORCE = "<p>离婚时子女的抚养费怎样负担，探望权怎样行使，由双方协商。</p>"


@pytest.fixture
def area():
    """An area with enough articles of other things that words can tell."""
    make_statute(short_name="民法典")
    make_statute(short_name="劳动法")
    area = make_area()
    for word in ("租赁", "担保", "保险", "商标", "继承", "借贷"):
        make_article(area=area, title=f"{word}先看哪里？", body=f"<p>{word}先看约定。</p>")
    return area


def citing(*numbers, law="民法典", **fields):
    body = "".join(f"<p>见《{law}》第{number}条。</p>" for number in numbers)
    return make_article(body=body, **fields)


def alike(**fields):
    return make_article(title="离婚以后抚养费怎么负担？", body=DIVORCE, **fields)


def test_the_more_law_is_shared_the_nearer(area):
    article = citing(577, 584, 563, area=area)
    one, two = citing(577, 577, area=area), citing(563, 577)
    citing(578, area=area), citing(577, law="劳动法", area=area)
    found = recompute.nearest(article)
    assert found[:2] == [(two.pk, Why.LAW), (one.pk, Why.LAW)]
    assert [pk for pk, why in found if why == Why.LAW] == [two.pk, one.pk]


def test_shared_law_comes_before_like_words_and_these_stay_within_the_area(area):
    article = alike(area=area)
    article.body += "<p>见《民法典》第1085条。</p>"
    saved(article)
    like, elsewhere = alike(area=area), alike()
    law = citing(1085)
    assert recompute.nearest(article) == [(law.pk, Why.LAW), (like.pk, Why.TEXT)]
    assert elsewhere.pk not in dict(recompute.nearest(article))


def test_what_all_cite_brings_no_candidates_but_counts_among_those_alike(area, monkeypatch):
    monkeypatch.setattr(recompute, "TELLING", 3)
    article = alike(area=area, summary="见《民法典》第1085条。")
    like = alike(area=area, summary="见《民法典》第1085条。")
    for _ in range(4):
        citing(1085)
    assert recompute.nearest(article) == [(like.pk, Why.LAW)]


def test_sixteen_at_most_are_near_of_what_is_published_at_a_bounded_cost(
    area, django_assert_max_num_queries
):
    article = citing(577, area=area)
    for state in (State.DRAFT, State.WITHDRAWN):
        citing(577, area=area, state=state)
    assert recompute.nearest(article) == []
    for _ in range(20):
        citing(577, area=area)
    with django_assert_max_num_queries(10):
        assert len(recompute.nearest(article)) == 16


def listed(article):
    return list(Neighbour.objects.filter(article=article).values_list("other", flat=True))


def published(article, commit):
    with commit(execute=True):
        publishing.publish(article=article, user=make_staff(is_staff=False))
    return article


def test_the_worker_finds_the_neighbours_of_what_was_published_and_theirs(
    area, django_capture_on_commit_callbacks
):
    old = citing(577, area=area)
    new = citing(577, area=area, state=State.DRAFT)
    published(new, django_capture_on_commit_callbacks)
    assert (listed(new), listed(old)) == ([], [])  # nobody who publishes waits for them
    recompute.recompute_due()
    assert (listed(new), listed(old)) == ([old.pk], [new.pk])
    assert not NeighboursDue.objects.exists()


def test_what_changes_its_subject_leaves_the_lists_of_others(
    area, django_capture_on_commit_callbacks
):
    first, second = citing(577, area=area), citing(577, area=area)
    recompute.rebuild()
    assert (listed(first), listed(second)) == ([second.pk], [first.pk])
    second.title, second.body = "收养登记", "<p>另一件事。</p>"
    published(second, django_capture_on_commit_callbacks)
    recompute.recompute_due()
    assert (listed(first), listed(second)) == ([], [])


def test_what_is_taken_down_leaves_every_list(area):
    first, second = citing(577, area=area), citing(577, area=area)
    recompute.rebuild()
    publishing.withdraw(article=second, user=None)
    assert second.title not in [card.title for card in further_reading(first).related]
    recompute.recompute_due()
    assert not Neighbour.objects.filter(Q(article=second) | Q(other=second)).exists()


def test_what_is_published_for_later_comes_into_the_lists_of_others_in_time(area, monkeypatch):
    old = alike(area=area)
    tomorrow = timezone.now() + timedelta(days=1)
    new = alike(area=area, publish_at=tomorrow)
    publishing.public_changed(new)
    recompute.recompute_due()
    assert (listed(new), listed(old)) == ([old.pk], [])
    assert NeighboursDue.objects.get(pk=new.pk).at == tomorrow
    monkeypatch.setattr(timezone, "now", lambda: tomorrow + timedelta(seconds=1))
    recompute.recompute_due()
    assert listed(old) == [new.pk]


def test_after_an_import_all_is_left_to_the_worker_who_stops_when_told(
    area, django_capture_on_commit_callbacks
):
    made = [citing(577, area=area) for _ in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        publishing.many_changed(made)
    assert not listed(made[0])
    turns = iter([True, False])
    assert recompute.recompute_due(lambda: next(turns)) == 1
    assert NeighboursDue.objects.exists()
    assert recompute.recompute_due() >= 2
    assert set(listed(made[0])) == {made[1].pk, made[2].pk}


def test_a_mark_that_is_renewed_meanwhile_stays(area, monkeypatch):
    article = citing(577, area=area)
    publishing.many_changed([article])
    known = recompute.nearest

    def and_changed(one):
        publishing.many_changed([article])
        return known(one)

    monkeypatch.setattr(recompute, "nearest", and_changed)
    turns = iter([True, False])
    recompute.recompute_due(lambda: next(turns))
    assert NeighboursDue.objects.filter(pk=article.pk, spread=True).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", ["to be found", "to be stored"])
def test_one_that_fails_does_not_stop_the_others(area, monkeypatch, fails):
    bad, good, other = (citing(577, area=area) for _ in range(3))
    known = recompute.nearest

    def broken(one):
        if one.pk != bad.pk:
            return known(one)
        if fails == "to be found":
            raise DatabaseError("away")
        return [(10**6, Why.TEXT)]  # a neighbour that was deleted

    publishing.many_changed([bad, good])
    monkeypatch.setattr(recompute, "nearest", broken)
    recompute.recompute_due()
    assert (set(listed(good)), listed(bad)) == ({bad.pk, other.pk}, [])
    assert list(NeighboursDue.objects.values_list("pk", flat=True)) == [bad.pk]


def test_all_are_found_anew(area, capsys):
    first, second = citing(577, area=area), citing(577, area=area)
    gone = citing(577, area=area, state=State.WITHDRAWN)
    later = citing(577, area=area, publish_at=timezone.now() + timedelta(days=1))
    Neighbour.objects.create(article=gone, other=first, place=0, why=Why.TEXT)
    publishing.many_changed([first])
    call_command("rebuild_related")
    assert DONE.format(9) in capsys.readouterr().out
    assert set(listed(first)) == {second.pk, later.pk}
    assert listed(gone) == []
    assert list(NeighboursDue.objects.values_list("pk", flat=True)) == [later.pk]


def test_what_is_due_waits_for_an_index_that_an_upgrade_left_empty(area):
    article, like = alike(area=area), alike(area=area)
    recompute.queue_recompute([article])
    search.INDEX.clear()
    tables.say_unfilled("articles_search", connection)
    assert recompute.recompute_due() == 0
    fill_missing()
    assert recompute.recompute_due() > 0
    assert listed(article)[0] == like.pk
