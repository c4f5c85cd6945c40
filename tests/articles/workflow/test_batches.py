"""One act on many articles: done once, refused by name, taken back as a whole for a day."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.db import OperationalError
from django.utils import timezone

from articles.admin import bulk
from articles.admin.bulk import BY_MANY
from articles.models import Article, NeighboursDue, Revision, State
from articles.workflow import amending, batches, publishing
from firm.models import Batch
from firm.site.batches import ALREADY_BACK
from tests.articles.admin.test_article import LIST, PUBLISHER, WRITER, edited, log_in
from tests.articles.workflow.conftest import RIGHTS
from tests.articles.workflow.test_publishing import changed
from tests.consult.rows import fresh
from tests.factories import make_area, make_article, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def do(service, *articles, user, token="t", **given):
    keys = [one.pk for one in articles]
    known = {"token": token, "act": "x", "words": "做了", "keys": keys, "user": user}
    return batches.do(**known, service=partial(service, **given))[0]


def to_area(area, *articles, user, **more):
    return do(amending.amend, *articles, user=user, note="批量", area=area, **more)


def left(batch):
    """What was not taken back with the others, and why."""
    return [(one.title, one.why) for one in batch.done.exclude(why="")]


def stands(article):
    """All that an act may change of an article, as it is stored."""
    now = Article.objects.select_related("pending").get(pk=article.pk)
    marks = (now.state, now.submitted_at, now.submitted_by_id, now.updated_at)
    return (*marks, publishing.content_of(now), now.pending and now.pending.content)


@pytest.mark.parametrize(
    ("rights", "second", "at_once"),
    [(RIGHTS, False, True), (RIGHTS, True, False), (RIGHTS[:1], False, False)],
)
def test_a_public_one_is_changed_at_once_only_by_who_may_publish(rights, second, at_once):
    make_settings(second_person=second)
    public, draft, area = make_article(), make_article(state=State.DRAFT), make_area()
    to_area(area, public, draft, user=make_staff(*rights))
    assert (fresh(public).area == area, fresh(draft).area) == (at_once, area)
    assert [fresh(one).state for one in (public, draft)] == [State.PUBLISHED, State.DRAFT]
    assert publishing.as_edited(fresh(public))[0].area == area


def test_what_is_in_review_already_so_or_full_of_tags_is_named_and_left(editor):
    area = make_area()
    waiting, there, other = make_article(state=State.DRAFT), make_article(area=area), make_article()
    publishing.submit(article=changed(waiting), user=editor)
    batch = to_area(area, waiting, there, other, user=editor)
    told = [(int(one.record), one.why) for one in batch.items.filter(mark=None)]
    assert told == [(waiting.pk, amending.IN_REVIEW), (there.pk, amending.ALREADY_SO)]
    assert [int(one.record) for one in batch.done] == [other.pk]
    assert fresh(waiting).submitted_at
    there.tags.set(publishing.tags_named([f"标签{n}" for n in range(publishing.MOST_TAGS)]))
    batch = do(amending.amend, there, user=editor, token="u", note="", add=["再一个"], drop=[])
    assert [one.why for one in batch.items.all()] == [amending.TOO_MANY_TAGS]


def in_every_state(user):
    """A draft, one that waits for review, a public one, one with a change, one with it waiting."""
    draft, waiting, public, pending, in_review = (
        make_article(state=State.DRAFT if number < 2 else State.PUBLISHED) for number in range(5)
    )
    publishing.submit(article=changed(waiting), user=user)
    publishing.save_draft(article=changed(pending, summary="等着的。"), user=user, tags=["甲"])
    publishing.submit(article=changed(in_review, summary="送审的。"), user=user)
    return [draft, waiting, public, pending, in_review]


@pytest.mark.parametrize("name", ["area", "publish", "submit", "withdraw", "tags"])
def test_everything_stands_as_before_when_it_is_taken_back(editor, name):
    articles = in_every_state(make_staff())
    before = [stands(one) for one in articles]
    acts = {
        "area": partial(amending.amend, note="批量", area=make_area()),
        "tags": partial(amending.amend, note="批量", add=["乙"], drop=["甲"]),
        "publish": amending.publish,
        "submit": amending.submit,
        "withdraw": publishing.withdraw,
    }
    batch = do(acts[name], *articles, user=editor)
    after = [stands(one) for one in articles]
    assert after != before
    rows = zip(articles, before, after, strict=True)
    seen = {one.pk for one, *now in rows if State.PUBLISHED in [states[0] for states in now]}
    seen &= {int(one.record) for one in batch.done}
    NeighboursDue.objects.all().delete()
    batches.take_back(batch=batch, user=editor)
    assert [stands(one) for one in articles] == before
    assert not left(batch)
    assert {one.created_by for one in Revision.objects.filter(note=batches.UNDONE)} == {editor}
    # Of what visitors see again, or no more; and what waits is the newest version
    assert set(NeighboursDue.objects.values_list("pk", flat=True)) == seen
    for one in Article.objects.exclude(pending=None).select_related("pending"):
        assert one.pending.number == publishing.newest_number(one)


def test_what_somebody_has_changed_or_deleted_since_is_left_and_named(editor):
    touched, gone, other = make_article(), make_article(title="删掉的那篇是什么？"), make_article()
    area = make_area()
    batch = to_area(area, touched, gone, other, user=editor)
    publishing.save_draft(article=changed(touched, summary="后来写的。"), user=make_staff())
    gone.delete()
    batches.take_back(batch=batch, user=editor)
    expected = {(touched.title, batches.CHANGED_SINCE), ("删掉的那篇是什么？", batches.GONE)}
    assert set(left(batch)) == expected
    assert (fresh(touched).area, fresh(other).area) == (area, other.area)
    with pytest.raises(publishing.PublishingError, match=ALREADY_BACK):
        batches.take_back(batch=batch, user=editor)
    late = to_area(make_area(), other, user=editor, token="late")
    Batch.objects.filter(pk=late.pk).update(ends_at=timezone.now())
    with pytest.raises(publishing.PublishingError, match=batches.TOO_LATE):
        batches.take_back(batch=late, user=editor)


def test_who_submitted_and_is_gone_keeps_nothing_from_being_taken_back(editor):
    article, gone = make_article(state=State.DRAFT), make_staff()
    publishing.submit(article=changed(article), user=gone)
    batch = do(amending.publish, article, user=editor)
    gone.delete()
    batches.take_back(batch=batch, user=editor)
    assert (fresh(article).state, fresh(article).submitted_by) == (State.DRAFT, None)


def test_who_may_not_publish_any_more_changes_nothing_that_is_read(editor):
    public, area, draft = make_article(), make_area(), make_article(state=State.DRAFT)
    batch = to_area(area, public, draft, user=editor)
    writer = make_staff(*RIGHTS[:1], username="less")
    batches.take_back(batch=batch, user=writer)
    assert (fresh(public).area, fresh(draft).area == area) == (area, False)
    assert left(batch) == [(public.title, batches.NO_RIGHT)]
    before = stands(public)
    batch = to_area(make_area(), public, user=writer, token="waits")
    batches.take_back(batch=batch, user=writer)
    assert stands(public) == before


DAY = timedelta(days=1)


@pytest.fixture
def stages():
    """One article at each stage, by the name of the stage."""
    now = timezone.now()
    found = {
        "draft": make_article(state=State.DRAFT),
        "review": make_article(state=State.DRAFT),
        "scheduled": make_article(publish_at=now + DAY),
        "public": make_article(),
        "pending": make_article(),
        "withdrawn": make_article(state=State.WITHDRAWN),
        "expired": make_article(publish_at=now - 2 * DAY, expires_at=now - DAY),
    }
    user = make_staff()
    publishing.submit(article=edited(found["review"]), user=user)
    publishing.save_draft(article=edited(found["pending"], title="还没有发布的标题？"), user=user)
    return found


def shown(client, **query):
    return [one.pk for one in client.get(LIST, query).context["cl"].result_list]


def act(client, action, *articles, **fields):
    chosen = [article.pk for article in articles]
    data = {"action": action, "_selected_action": chosen, "confirmed": 1, **fields}
    return client.post(LIST, data, follow=True)


def test_each_stage_is_found_by_its_filter(client, stages):
    log_in(client, *WRITER)
    for stage, also in {**dict.fromkeys(stages, ()), "public": ("pending",)}.items():
        assert set(shown(client, stage=stage)) == {stages[one].pk for one in (stage, *also)}, stage


def test_many_are_published_with_what_waits_and_the_rest_is_named(client, stages):
    log_in(client, *PUBLISHER)
    html = act(client, "publish_many", *stages.values()).text
    # The draft, the one in review, the change, the withdrawn.
    assert "发布：已处理4篇。" in html
    assert f"《{stages['public'].title}》：{amending.NOTHING_NEW}" in html
    stages["pending"].refresh_from_db()
    assert stages["pending"].title == "还没有发布的标题？"
    assert LogEntry.objects.filter(change_message=f"{BY_MANY}发布。").count() == 4


def test_too_many_at_once_are_refused_as_a_whole(client, monkeypatch):
    monkeypatch.setattr(batches, "MOST", 1)
    articles = [make_article(state=State.DRAFT) for _ in range(2)]
    log_in(client, *PUBLISHER)
    assert bulk.TOO_MANY.format(1) in act(client, "publish_many", *articles).text
    assert not Article.objects.published().exists()


def test_when_deleting_many_fails_none_was_taken_down(client, monkeypatch):
    def fail(*args):
        raise OperationalError("the database has gone")

    log_in(client, *PUBLISHER, "articles.delete_article")
    articles = [make_article(), make_article()]
    monkeypatch.setattr(ModelAdmin, "delete_queryset", fail)
    assert act(client, "delete_selected", *articles, post="yes").status_code == 503
    assert Article.objects.published().count() == 2
