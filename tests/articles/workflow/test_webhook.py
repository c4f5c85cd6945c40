"""Each way in which an article comes, changes or goes is one event, and what is undone none."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, State
from articles.workflow import amending, batches, publishing
from articles.workflow.publishing import OVERTAKEN
from firm.models import Batch
from outbox.base.registry import UnwantedMailError
from outbox.models import Notice
from tests.factories import make_article, make_staff, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _a_receiver(settings):
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = "http://127.0.0.1:9/", "s" * 20


@pytest.fixture
def editor():
    return make_superuser()


def events(*, forget=True):
    """What was written since the last look, the first that is due first."""
    rows = Notice.objects.filter(channel="webhook").order_by("due_at", "pk")
    found = [(row.payload["event"], row.due_at > timezone.now()) for row in rows]
    if forget:
        rows.delete()
    return found


def test_publishing_changing_and_withdrawing_are_an_event_each_and_a_draft_is_none(editor):
    article = make_article(state=State.DRAFT, title="试用期最长多久？")
    publishing.save_draft(article=article, user=editor)
    assert events() == []
    publishing.publish(article=article, user=editor)
    assert events() == [("published", False)]
    publishing.save_draft(article=Article.objects.get(), user=editor)
    publishing.publish(article=Article.objects.get(), user=editor)
    assert events() == [("updated", False)]
    amending.take_down(article=article, user=editor)
    amending.take_down(article=article, user=editor)
    assert events() == [("withdrawn", False)]
    article.delete()
    assert events() == []


def test_a_schedule_is_told_in_its_time_and_no_more_once_it_is_given_up(editor):
    now = timezone.now()
    article = make_article(state=State.DRAFT, publish_at=now + DAY, expires_at=now + 2 * DAY)
    publishing.publish(article=article, user=editor)
    publishing.publish(article=Article.objects.get(), user=editor)
    assert events(forget=False) == [("published", True), ("withdrawn", True)]
    publishing.withdraw(article=Article.objects.get(), user=editor)
    ended = make_article(expires_at=now - timedelta(hours=1))  # which was told then
    publishing.withdraw(article=ended, user=editor)
    assert events() == []


def test_a_bar_and_a_deletion_in_the_office_are_told_without_a_word_of_it(client, editor):
    barred, deleted = make_article(title="张三的离婚案"), make_article()
    for article in (barred, deleted):  # now each has a version that visitors knew
        publishing.publish(article=Article.objects.get(pk=article.pk), user=editor)
    assert events() == [("updated", False)] * 2
    assert amending.bar(article=barred)
    client.force_login(editor)
    client.post(f"/admin/articles/article/{deleted.pk}/delete/", {"post": "yes"})
    assert not Article.objects.filter(pk=deleted.pk).exists()
    rows = f"{list(Notice.objects.filter(channel='webhook').values())}"
    assert events() == [("withdrawn", False)] * 2
    assert not [words for words in ("张三", deleted.title) if words in rows]
    for article in (barred, deleted):
        assert publishing.told_of(str(article.pk), "withdrawn")["title"] == ""


def test_a_batch_and_its_way_back_tell_of_each_article(editor):
    articles = [make_article() for _ in range(3)]
    known = {"token": "t", "act": "withdraw", "words": "撤下", "user": editor}
    keys = [one.pk for one in articles]
    batches.do(**known, keys=keys, service=publishing.withdraw)
    assert events() == [("withdrawn", False)] * 3
    batches.take_back(batch=Batch.objects.get(), user=User.objects.get(pk=editor.pk))
    assert events() == [("published", False)] * 3


def test_an_import_tells_of_each_and_one_that_is_rolled_back_of_none():
    articles = [make_article(), make_article(state=State.DRAFT), make_article(is_stub=True)]
    with transaction.atomic():
        publishing.many_changed(articles)
        assert events(forget=False) == [("published", False)]
        transaction.set_rollback(True)
    assert events() == []
    publishing.many_changed(articles, listed={articles[1].pk})
    assert events() == [("published", False), ("withdrawn", False)]


def test_what_went_is_called_as_visitors_knew_it_and_what_the_next_overtook_is_not_told(editor):
    article = make_article()
    known = article.title
    assert publishing.told_of(str(article.pk), "published")["title"] == known  # before any version
    publishing.publish(article=article, user=editor)
    with pytest.raises(UnwantedMailError, match=OVERTAKEN):
        publishing.told_of(str(article.pk), "withdrawn")
    changed = Article.objects.get()
    changed.title = "还没有人审过的新标题？"
    publishing.save_draft(article=changed, user=make_staff())
    publishing.withdraw(article=Article.objects.get(), user=editor)
    told = publishing.told_of(str(article.pk), "withdrawn")
    assert (told["title"], told["id"]) == (known, article.pk)
    with pytest.raises(UnwantedMailError, match=OVERTAKEN):
        publishing.told_of(str(article.pk), "published")
