"""Two editors at one moment: the versions stay in one line and nothing is lost."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction

from articles.models import Act, Article, State
from articles.related import recompute
from articles.workflow import amending, batches
from articles.workflow import publishing as workflow_publishing
from tests.factories import make_article, make_staff
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


@pytest.fixture
def user(shared_database):
    return aside(make_staff)


def publishing(article, title, user):
    def act():
        typed = Article.objects.get(pk=article.pk)
        typed.title = title
        return workflow_publishing.publish(article=typed, user=user).number

    return act


def stored(article):
    return aside(lambda: Article.objects.select_related("live", "pending").get(pk=article.pk))


def test_two_that_publish_at_once_keep_a_version_each(user):
    article = aside(lambda: make_article(state=State.DRAFT))
    numbers = together(*(publishing(article, f"第{n}位写的标题？", user) for n in (1, 2)))
    assert sorted(numbers) == [2, 3]
    now = stored(article)
    assert now.live.number == 3
    assert now.title == now.live.content["title"]


def test_of_two_that_opened_the_same_version_one_is_told(user):
    article = aside(lambda: make_article(state=State.DRAFT))

    def act():
        typed = Article.objects.get(pk=article.pk)
        try:
            with transaction.atomic():
                workflow_publishing.refuse_if_newer(article=typed, since=0)
                return str(workflow_publishing.save_draft(article=typed, user=user).number)
        except workflow_publishing.EditConflictError as overtaken:
            return f"told of {overtaken.revision.number}"

    assert sorted(together(act, act)) == ["2", "told of 2"]


def test_a_change_saved_while_another_is_published_is_not_lost(user):
    article = aside(make_article)

    def saving():
        typed = Article.objects.get(pk=article.pk)
        typed.title = "同时保存的标题？"
        return workflow_publishing.save_draft(article=typed, user=user).number

    together(publishing(article, "同时发布的标题？", user), saving)
    versions = article.revisions.exclude(act=Act.FOUND)
    kept = aside(lambda: set(versions.values_list("content__title", flat=True)))
    assert kept == {"同时发布的标题？", "同时保存的标题？"}
    assert stored(article).title == "同时发布的标题？"


@pytest.mark.parametrize("act", [amending.publish, amending.submit])
def test_of_many_at_once_each_is_taken_as_it_stands_when_its_turn_comes(user, act):
    article = aside(make_article)
    for title in ("先存的标题是这样？", "后存的标题是这样？"):
        chosen = stored(article)  # as the list has read it before the second save
        typed = stored(article)
        typed.title = title
        aside(lambda typed=typed: workflow_publishing.save_draft(article=typed, user=user))
    aside(transaction.atomic(lambda: act(article=chosen, user=user)))
    now = stored(article)
    assert (now.pending or now.live).content["title"] == "后存的标题是这样？"


def test_the_worker_may_mark_an_article_that_is_just_being_published(user):
    article, begun = aside(make_article), Event()

    @transaction.atomic
    def publishing():
        held = workflow_publishing.lock_article(article)
        begun.set()
        sleep(0.5)  # the worker writes its mark meanwhile, where the database has two writers
        workflow_publishing.public_changed(held)
        return "published"

    def marking():
        begun.wait(120)
        recompute.queue_recompute([article])
        return "marked"

    assert together(publishing, marking) == ["published", "marked"]


def test_a_batch_that_is_sent_twice_at_once_is_done_once(user):
    article = aside(lambda: make_article(state=State.DRAFT))
    asked = {"token": "t", "act": "publish_many", "words": "发布", "keys": [article.pk]}

    def act():
        return batches.do(**asked, user=user, service=amending.publish)[1]

    assert sorted(together(act, act)) == [False, True]
    assert stored(article).live.number == 2
