"""The list of articles, its views and order; what is done to many of them, and taken back."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles.admin import bulk
from articles.admin.bulk import NOTHING_NAMED
from articles.models import Article, Citation, Revision, State, Tag
from articles.workflow import publishing
from firm.models import Batch
from firm.site.batches import ALREADY_BACK, TAKEN_BACK
from tests.articles.admin.test_article import LIST, PUBLISHER, WRITER, edited, log_in, said
from tests.consult.rows import fresh
from tests.factories import make_area, make_article, make_lawyer, make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
QUERIES = 12


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


@pytest.fixture
def single(monkeypatch):
    """One article to a page."""
    monkeypatch.setattr(admin.site.get_model_admin(Article), "list_per_page", 1)


def put(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)


def shown(client, query=""):
    return list(client.get(LIST + query).context["cl"].result_list)


def tabs(client, query=""):
    return {words: number for words, number, *_ in client.get(LIST + query).context["views"]}


def submitted(user):
    article = make_article(state=State.DRAFT)
    publishing.submit(article=edited(article), user=user)
    return article


def test_what_waits_for_who_may_publish_is_counted_and_found(client):
    me = log_in(client, *PUBLISHER)
    assert "送审中" not in tabs(client)
    assert "送审中" in tabs(client, "?stage=review")
    theirs, own = submitted(make_staff()), submitted(me)
    assert tabs(client)["待我审核"] == 1
    assert shown(client, "?stage=for-me") == [theirs]
    assert set(shown(client, "?stage=review")) == {theirs, own}
    log_in(client, *WRITER)
    assert "待我审核" not in tabs(client)
    assert shown(client, "?stage=for-me") == []


def test_what_was_given_back_stands_in_a_view_of_its_own_with_the_reason(client):
    me = log_in(client, *WRITER)
    assert "退回给我" not in tabs(client)
    article = submitted(me)
    publishing.send_back(article=article, user=make_staff(), note="补上法条")
    assert tabs(client)["退回给我"] == 1
    assert shown(client, "?stage=returned") == [article]
    assert "退回：补上法条" in client.get(LIST).text


def test_what_is_chosen_stands_above_the_list_and_can_be_taken_away(client):
    log_in(client, *WRITER)
    views = client.get(f"{LIST}?stage=draft&check=never").context["views"]
    assert [words for words, *_, chosen in views if chosen] == ["草稿"]
    assert all("check=never" in address for _, _, address, _ in views)
    area, _ = make_area(name="婚姻"), make_area()
    found, _ = make_article(area=area), make_article(area=make_area())
    page = client.get(f"{LIST}?stage=public&area__id__exact={area.pk}&q=怎么办")
    assert list(page.context["cl"].result_list) == [found]
    ((words, address),) = page.context["chips"]
    assert words.endswith("：婚姻")
    assert "area" not in address
    assert "stage=public" in address
    assert page.context["kept"] == [("stage", "public")]
    assert "q=" not in page.context["cleared"]
    # Boxes that were left empty narrow nothing.
    query = "?q=&area__id__exact=&author__id__exact=&check=&law=&since=&o="
    assert client.get(LIST + query).url == f"{LIST}?"
    page = client.get(LIST + query + "&stage=public", follow=True)
    assert len(page.context["cl"].result_list) == 2
    assert page.context["chips"] == []


def test_warned_articles_and_the_others_are_told_apart(editor):
    warned, clear, settled = make_article(), make_article(), make_article()
    for one, fields in ((warned, {}), (settled, {"settled": True})):
        known = {"short_name": "民法典", "start": 0, "end": 3, "quote": "民法典", "level": "red"}
        Citation.objects.create(article=one, **known, **fields)
    assert shown(editor, "?law=open") == [warned]
    assert shown(editor, "?law=clear") == [settled, clear]


def test_a_change_that_is_not_published_counts_as_the_last_one(editor):
    now, old, new = timezone.now(), make_article(), make_article()
    pending = Revision.objects.create(article=old, number=9, content={})
    put(old, updated_at=now - timedelta(days=9), pending=pending)
    put(new, updated_at=now - timedelta(days=1))
    for changed, order in ((now, [old, new]), (now - timedelta(days=8), [new, old])):
        Revision.objects.filter(pk=pending.pk).update(created_at=changed)
        assert shown(editor) == shown(editor, "?o=-5") == order


def test_page_after_page_shows_each_article_once_at_the_cost_of_the_first(
    editor, single, django_assert_num_queries
):
    made = [make_article() for _ in range(3)]
    for query, numbers in (("?", (1, 2, 3)), ("?stage=public&law=clear&q=怎么办&", (2,))):
        for number in numbers:
            assert shown(editor, f"{query}p={number}") == [made[-number]]
    for number in (1, 3):
        with django_assert_num_queries(QUERIES):
            editor.get(f"{LIST}?p={number}")


BATCHES = reverse("admin:articles_article_batches")


@pytest.fixture
def draft():
    return make_article(state=State.DRAFT)


def chosen(action, *articles, **more):
    keys = [article.pk for article in articles]
    return {"action": action, "_selected_action": keys, "index": 0, **more}


def confirm(client, action, *articles, **more):
    return client.post(LIST, chosen(action, *articles, confirmed="x", **more))


def take_back(client, batch):
    return client.post(reverse("admin:articles_article_take_back", args=[batch.pk]))


def offered(client):
    """Whether each batch of the record may be taken back."""
    return [may for _, may in client.get(BATCHES).context["rows"]]


def test_it_is_asked_before_anything_is_done(client, draft):
    log_in(client, *PUBLISHER)
    public = make_article()
    publishing.submit(article=edited(draft), user=make_staff())
    asked = client.post(LIST, chosen("set_area", public, draft))
    assert asked.context["number"] == 2
    assert asked.context["forecast"] == [bulk.SHOWS_AT_ONCE.format(1), bulk.IN_REVIEW.format(1)]
    log_in(client, *WRITER)
    asked = client.post(LIST, chosen("set_area", public))
    assert asked.context["forecast"] == [bulk.WAITS.format(1)]
    for action in ("set_area", "set_tags"):
        answer = confirm(client, action, public)
        assert answer.status_code == 422
        assert answer.context["sent"]["_selected_action"]  # and the same ones are asked for again
    assert NOTHING_NAMED in answer.text
    assert not Batch.objects.exists()


def test_the_area_of_many_is_changed_and_the_list_offers_the_way_back(client):
    log_in(client, *PUBLISHER)
    articles, area = [make_article(), make_article()], make_area()
    answer = confirm(client, "set_area", *articles, area=area.pk, back="stage=public")
    assert answer.url == f"{LIST}?stage=public"
    assert [fresh(one).area for one in articles] == [area, area]
    assert client.get(LIST).context["batch"] == Batch.objects.get()
    assert client.get(LIST).context["batch"] is None  # offered once; the record has it
    assert LogEntry.objects.count() == 2


def test_tags_are_typed_to_be_added_and_ticked_to_be_dropped(client, draft):
    log_in(client, *WRITER)
    changed = make_article()
    draft.tags.set(publishing.tags_named(["旧"]))
    publishing.save_draft(article=edited(changed, summary="改。"), user=None, tags=["待发布"])
    asked = client.post(LIST, chosen("set_tags", draft, changed))
    choices = [value for value, _ in asked.context["form"].fields["drop"].choices]
    assert choices == sorted(["旧", "待发布"])
    confirm(client, "set_tags", draft, changed, add="新、工伤", drop=["旧"])
    assert publishing.stored_tags(fresh(draft)) == ["工伤", "新"]
    assert publishing.as_edited(fresh(changed))[1] == ["工伤", "待发布", "新"]


@pytest.mark.engine
def test_ever_so_many_tags_are_dropped_at_once(client):
    log_in(client, *WRITER)
    articles, names = [make_article() for _ in range(3)], [f"{n:02}{'标' * 18}" for n in range(24)]
    tags = Tag.objects.bulk_create(Tag(name=name) for name in names)
    for number, article in enumerate(articles):
        article.tags.set(tags[number * 8 : number * 8 + 8])
    confirm(client, "set_tags", *articles, drop=names)
    assert all(name in Batch.objects.get().words for name in names)


def test_a_check_is_offered_to_lawyers_and_said_in_their_own_name(client, draft):
    user = log_in(client, *WRITER)
    assert "set_checked" not in client.get(LIST).text
    confirm(client, "set_checked", draft)
    assert fresh(draft).checked_on is None
    own = make_lawyer(user=user)
    confirm(client, "set_checked", draft)
    assert (fresh(draft).checked_on, fresh(draft).checked_by) == (timezone.localdate(), own)


def test_a_page_that_is_sent_again_does_it_once_and_says_it_twice(client, draft):
    log_in(client, *WRITER)
    given = {"area": make_area().pk, "token": "t"}
    for _ in range(2):
        confirm(client, "set_area", draft, **given)
        assert client.get(LIST).context["batch"] == Batch.objects.get()
    assert draft.revisions.count() == 2  # what was there, and the change
    assert LogEntry.objects.count() == 1
    take_back(client, Batch.objects.get())
    assert TAKEN_BACK in said(confirm(client, "set_area", draft, **given))
    assert fresh(draft).area == draft.area
    last = make_area()  # the same page with another wish is another batch
    confirm(client, "set_area", draft, area=last.pk, token="t")
    assert fresh(draft).area == last


def test_taking_back_says_how_many_and_names_the_rest(client):
    log_in(client, *PUBLISHER)
    touched, other = make_article(title="后来改过的那篇？"), make_article()
    confirm(client, "withdraw_many", touched, other)
    publishing.publish(article=fresh(touched), user=None)
    answer = take_back(client, Batch.objects.get())
    assert bulk.BACK.format("撤下", 1) in said(answer)
    assert "后来改过的那篇？" in said(answer)
    assert fresh(other).state == State.PUBLISHED
    assert ALREADY_BACK in said(take_back(client, Batch.objects.get()))


def test_another_takes_back_only_who_may_publish(client, draft):
    log_in(client, *WRITER)
    confirm(client, "set_area", draft, area=make_area().pk)
    batch = Batch.objects.get()
    log_in(client, *WRITER)
    assert offered(client) == [False]
    assert bulk.NOT_YOURS in said(take_back(client, batch))
    log_in(client, *PUBLISHER)
    assert offered(client) == [True]
    take_back(client, batch)
    assert fresh(draft).area == draft.area


def test_neither_who_lost_the_right_nor_a_batch_that_did_nothing_has_a_way_back(client, draft):
    user = log_in(client, *PUBLISHER)
    confirm(client, "withdraw_many", make_article(state=State.WITHDRAWN))
    assert client.get(LIST).context["batch"] is None
    assert offered(client) == [False]
    Batch.objects.all().delete()
    confirm(client, "publish_many", draft)
    user.user_permissions.filter(codename="publish_article").delete()
    assert bulk.NOT_YOURS in said(take_back(client, Batch.objects.get()))
    assert fresh(draft).state == State.PUBLISHED
