"""What is done to many articles from their list: asked, counted, done once, taken back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles.admin import bulk
from articles.admin.bulk import NOTHING_NAMED
from articles.models import Article, State, Tag
from articles.workflow import publishing
from firm.models import Batch
from firm.site.batches import ALREADY_BACK, TAKEN_BACK
from tests.articles.admin.test_article import LIST
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER, edited, log_in, said
from tests.factories import make_area, make_article, make_lawyer, make_staff

pytestmark = pytest.mark.django_db
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


def fresh(article):
    return Article.objects.get(pk=article.pk)


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
