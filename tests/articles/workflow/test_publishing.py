"""Keeping, submitting, publishing, withdrawing, restoring: what each keeps, sets, refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Act, Article, Revision, State
from articles.workflow import previews, publishing, revisions
from tests.articles.workflow.test_publishing import acts as publishing_edges_acts
from tests.articles.workflow.test_publishing import changed as publishing_edges_changed
from tests.articles.workflow.test_publishing import written as publishing_edges_written
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def editor():
    return make_staff()


def written(**fields):
    """A new article as a form leaves it: not saved."""
    known = {"title": "工伤认定要多久才有结果？", "body": "<p>看情况。</p>"}
    return Article(**{**known, "area": make_area(), "author": make_lawyer(), **fields})


def changed(article, **fields):
    """The stored article with new values, as a form leaves it."""
    edited = Article.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(edited, name, value)
    return edited


def acts(article):
    return list(article.revisions.order_by("number").values_list("act", flat=True))


def test_a_new_article_is_a_draft_with_one_version(editor):
    revision = publishing.save_draft(article=written(), user=editor, tags=["工伤"], note="初稿")
    article = Article.objects.get()
    assert (article.state, article.pending) == (State.DRAFT, None)
    assert (revision.number, revision.note, revision.created_by) == (1, "初稿", editor)
    assert revisions.stored_tags(article) == ["工伤"]


def test_every_save_keeps_a_version_and_the_first_keeps_what_was_there(editor):
    article = make_article(title="原来的标题是什么？", state=State.DRAFT)
    for title in ("第一次改的标题？", "第二次改的标题？"):
        publishing.save_draft(article=changed(article, title=title), user=editor)
    assert acts(article) == [Act.FOUND, Act.SAVED, Act.SAVED]
    kept = article.revisions.order_by("number").values_list("content__title", flat=True)
    assert list(kept) == ["原来的标题是什么？", "第一次改的标题？", "第二次改的标题？"]


def test_visitors_see_the_published_text_while_it_is_being_changed(editor):
    article = make_article(title="访客看到的标题？")
    before = article.updated_at
    edited = changed(article, title="还没有发布的标题？")
    revision = publishing.save_draft(article=edited, user=editor, tags=["新"])
    article.refresh_from_db()
    assert (article.title, article.pending, article.updated_at) == (
        "访客看到的标题？",
        revision,
        before,
    )
    assert revisions.stored_tags(article) == []
    again, tags = publishing.as_edited(article)
    assert (again.title, tags) == ("还没有发布的标题？", ["新"])


def test_publishing_makes_the_change_what_visitors_read(editor):
    article = make_article()
    publishing.save_draft(
        article=changed(article, title="新的标题是这样？"), user=editor, tags=["新"]
    )
    edited, tags = publishing.as_edited(Article.objects.get())
    revision = publishing.publish(article=edited, user=editor, tags=tags)
    article.refresh_from_db()
    assert (article.title, article.pending, article.live) == ("新的标题是这样？", None, revision)
    assert revisions.stored_tags(article) == ["新"]
    assert article.citations.count() == 0


def test_a_kept_change_has_passed_the_fence(editor):
    article = make_article()
    edited = changed(article, body="<p onclick=x>好<script>1</script></p>")
    revision = publishing.save_draft(article=edited, user=editor)
    assert revision.content["body"] == "<p>好</p>"


def test_withdrawing_keeps_the_change_that_was_under_way(editor):
    article = make_article()
    publishing.save_draft(article=changed(article, title="改到一半的标题？"), user=editor)
    publishing.withdraw(article=article, user=editor, note="过时")
    article.refresh_from_db()
    assert (article.state, article.title) == (State.WITHDRAWN, "改到一半的标题？")
    with pytest.raises(publishing.PublishingError, match="已经撤下"):
        publishing.withdraw(article=article, user=editor)


def test_an_old_version_comes_back_as_a_draft(editor):
    article = make_article(title="最早的标题怎么样？")
    publishing.save_draft(article=changed(article, title="后来的标题怎么样？"), user=editor)
    edited, tags = publishing.as_edited(Article.objects.get())
    publishing.publish(article=edited, user=editor, tags=tags)
    first = Revision.objects.get(number=1)
    kept = publishing.restore(revision=first, user=editor)
    article.refresh_from_db()
    assert (kept.act, kept.restored_from, article.pending) == (Act.RESTORED, 1, kept)
    assert article.title == "后来的标题怎么样？"
    assert kept.content["title"] == "最早的标题怎么样？"


class TestSecondPerson:
    """Where the firm wants a second person."""

    @pytest.fixture(autouse=True)
    def _wanted(self):
        make_settings(second_person=True)

    def test_nobody_publishes_what_was_not_submitted(self, editor):
        with pytest.raises(publishing.PublishingError, match=publishing.NOT_SUBMITTED):
            publishing.publish(article=written(), user=editor)
        assert not Article.objects.exists()

    def test_nobody_publishes_what_they_submitted(self, editor):
        article = written()
        publishing.submit(article=article, user=editor)
        with pytest.raises(publishing.PublishingError, match=publishing.OWN_SUBMISSION):
            publishing.publish(article=changed(article), user=editor)

    def test_another_person_publishes_it(self, editor):
        article = written()
        publishing.submit(article=article, user=editor, tags=["工伤"])
        publishing.publish(article=changed(article), user=make_staff())
        article.refresh_from_db()
        assert (article.state, article.submitted_at) == (State.PUBLISHED, None)
        assert revisions.stored_tags(article) == ["工伤"]

    def test_what_was_not_submitted_does_not_slip_in(self, editor):
        article = written()
        publishing.submit(article=article, user=editor)
        with pytest.raises(publishing.PublishingError, match=publishing.NOT_AS_SUBMITTED):
            publishing.publish(
                article=changed(article, title="另一个标题可以吗？"), user=make_staff()
            )

    def test_a_further_change_asks_for_review_again(self, editor):
        article = make_article()
        publishing.submit(article=changed(article, title="送审的标题是这样？"), user=editor)
        publishing.save_draft(article=changed(article, title="又改过的标题是这样？"), user=editor)
        article.refresh_from_db()
        assert article.submitted_at is None

    def test_what_was_submitted_can_be_sent_back(self, editor):
        article = make_article(title="公开的标题是这样？")
        publishing.submit(article=changed(article, title="送审的标题是这样？"), user=editor)
        publishing.send_back(article=article, user=make_staff(), note="请补上法条")
        article.refresh_from_db()
        assert (article.submitted_at, article.title) == (None, "公开的标题是这样？")
        assert article.pending.content["title"] == "送审的标题是这样？"
        assert article.pending.note == "请补上法条"


@pytest.fixture
def submitted(editor):
    """A public article with a change that waits for a second person."""
    article = make_article()
    publishing.submit(
        article=publishing_edges_changed(article, title="送审的标题是这样？"),
        user=editor,
        tags=["新"],
    )
    return Article.objects.get()


def test_an_article_without_a_version_has_the_number_0():
    article = make_article()
    assert publishing.newest_number(article) == 0
    publishing.refuse_if_newer(article=article, since=0)


def test_who_opened_an_older_version_is_told_of_the_newest_one(editor):
    article = publishing_edges_written()
    publishing.save_draft(article=article, user=editor)
    newest = publishing.save_draft(article=publishing_edges_changed(article), user=editor)
    publishing.refuse_if_newer(article=article, since=2)
    with pytest.raises(publishing.EditConflictError, match="尚未保存") as told:
        publishing.refuse_if_newer(article=article, since=1)
    assert told.value.revision == newest


def test_what_was_there_before_the_first_version_is_nobodys(editor):
    article = make_article()
    article.tags.set(revisions.tags_named(["原有"]))
    publishing.save_draft(
        article=publishing_edges_changed(article), user=editor, tags=[], note="改了"
    )
    found = article.revisions.get(number=1)
    assert (found.act, found.created_by, found.note) == (Act.FOUND, None, "")
    assert found.content["tags"] == ["原有"]


def test_submitting_keeps_the_note_and_says_who_asked_and_when(editor):
    article = publishing_edges_written()
    revision = publishing.submit(article=article, user=editor, tags=["工伤"], note="请看第二段")
    assert (revision.act, revision.note, revision.created_by) == (
        Act.SUBMITTED,
        "请看第二段",
        editor,
    )
    stored = Article.objects.get()
    assert (stored.submitted_by, article.submitted_by) == (editor, editor)
    assert abs(timezone.now() - stored.submitted_at) < timedelta(minutes=1)


def test_no_note_is_longer_than_its_column(editor):
    assert (
        len(
            publishing.save_draft(
                article=publishing_edges_written(), user=editor, note="长" * 201
            ).note
        )
        == 200
    )


def test_where_no_note_is_given_there_is_none(editor):
    article = publishing_edges_written()
    known = {"article": article, "user": editor}
    for act in (publishing.save_draft, publishing.submit, publishing.publish, publishing.withdraw):
        assert act(**known).note == ""


def test_a_draft_that_is_changed_asks_for_review_again(editor):
    article = publishing_edges_written()
    publishing.submit(article=article, user=editor)
    publishing.save_draft(
        article=publishing_edges_changed(article, title="又改过的标题是这样？"), user=editor
    )
    stored = Article.objects.get()
    assert (stored.submitted_at, stored.submitted_by) == (None, None)


def test_what_the_fence_takes_away_is_nothing_to_review(editor):
    article = make_article(body="<p>好</p>")
    edited = publishing_edges_changed(article, body="<p>好<script>1</script></p>")
    with pytest.raises(publishing.PublishingError, match=publishing.NOTHING_TO_REVIEW):
        publishing.submit(article=edited, user=editor)


def test_what_waits_can_give_way_to_what_visitors_read(submitted, editor):
    live = publishing_edges_changed(submitted)
    revision = publishing.submit(article=live, user=editor)
    assert (revision.content["title"], Article.objects.get().pending) == (live.title, revision)


def test_new_tags_alone_are_something_to_review(editor):
    article = make_article()
    with pytest.raises(publishing.PublishingError, match=publishing.NOTHING_TO_REVIEW):
        publishing.submit(article=publishing_edges_changed(article), user=editor)
    with pytest.raises(publishing.PublishingError, match=publishing.NOTHING_TO_REVIEW):
        publishing.submit(article=publishing_edges_changed(article), user=editor, tags=[])
    publishing.submit(article=publishing_edges_changed(article), user=editor, tags=["新"])
    assert Article.objects.get().submitted_by == editor


def test_only_what_was_submitted_is_sent_back(editor):
    kept = make_article(state=State.DRAFT)
    for article in (publishing_edges_written(), kept):
        with pytest.raises(publishing.PublishingError, match="没有送审"):
            publishing.send_back(article=article, user=editor, note="再改改")
    assert publishing_edges_acts(kept) == []


def test_a_draft_that_is_sent_back_is_a_draft_with_the_reason(editor):
    article, reader = publishing_edges_written(), make_staff()
    publishing.submit(article=article, user=editor, tags=["工伤"])
    revision = publishing.send_back(article=article, user=reader, note="请补上法条")
    stored = Article.objects.get()
    assert (stored.state, stored.pending, stored.submitted_by) == (State.DRAFT, None, None)
    assert (revision.act, revision.note, revision.created_by) == (
        Act.RETURNED,
        "请补上法条",
        reader,
    )
    assert revision.content["tags"] == ["工伤"]


def test_a_change_that_is_sent_back_waits_with_its_tags(submitted, editor):
    revision = publishing.send_back(article=submitted, user=editor, note="再改改")
    stored = Article.objects.get()
    assert (stored.pending, stored.submitted_by) == (revision, None)
    assert revision.content["tags"] == ["新"]


def test_what_would_end_as_it_begins_is_refused(editor):
    article = publishing_edges_written(expires_at=timezone.now() + timedelta(days=1))
    with pytest.raises(publishing.PublishingError, match=publishing.ENDS_FIRST):
        publishing.publish(article=article, user=editor, at=article.expires_at)
    assert not Article.objects.exists()


def test_publishing_keeps_the_note_and_takes_the_time_that_is_named(submitted, editor):
    at = timezone.now() - timedelta(days=3)
    known = {"article": publishing_edges_changed(submitted, publish_at=None), "user": editor}
    revision = publishing.publish(**known, note="改了标题", at=at)
    assert (revision.act, revision.note, revision.created_by) == (Act.PUBLISHED, "改了标题", editor)
    stored = Article.objects.get()
    assert (stored.publish_at, stored.live, stored.submitted_by) == (at, revision, None)


def test_an_import_is_published_as_an_import():
    publishing.publish(article=publishing_edges_written(), user=None, act=Act.IMPORTED)
    assert publishing_edges_acts(Article.objects.get()) == [Act.IMPORTED]


def test_nobody_is_no_second_person(editor):
    make_settings(second_person=True)
    article = publishing_edges_written()
    publishing.submit(article=article, user=editor)
    with pytest.raises(publishing.PublishingError, match=publishing.OWN_SUBMISSION):
        publishing.publish(article=publishing_edges_changed(article), user=None)


def test_tags_that_were_not_submitted_do_not_slip_in(submitted):
    make_settings(second_person=True)
    edited, tags = publishing.as_edited(submitted)
    with pytest.raises(publishing.PublishingError, match=publishing.NOT_AS_SUBMITTED):
        publishing.publish(article=edited, user=make_staff(), tags=[*tags, "另一个"])
    publishing.publish(article=edited, user=make_staff(), tags=tags)
    assert revisions.stored_tags(Article.objects.get()) == ["新"]


def test_what_was_submitted_is_published_with_its_tags_among_others(submitted):
    make_settings(second_person=True)
    make_article()
    edited, _ = publishing.as_edited(submitted)
    edited.body += "<script>1</script>"
    publishing.publish(article=edited, user=make_staff())
    stored = Article.objects.get(pk=submitted.pk)
    assert (stored.title, revisions.stored_tags(stored)) == ("送审的标题是这样？", ["新"])


def test_withdrawing_leaves_nothing_waiting_and_keeps_why(submitted, editor):
    link = previews.make(article=submitted, user=editor)
    revision = publishing.withdraw(article=submitted, user=editor, note="过时")
    stored = Article.objects.get()
    assert (stored.pending, stored.submitted_at, stored.submitted_by) == (None, None, None)
    assert (revision.act, revision.note, revision.created_by) == (Act.WITHDRAWN, "过时", editor)
    assert revisions.stored_tags(stored) == ["新"]
    link.refresh_from_db()
    assert link.revoked_at


def test_what_is_not_stored_cannot_be_withdrawn(editor):
    deleted = make_article()
    Article.objects.all().delete()
    for article in (publishing_edges_written(), deleted):
        with pytest.raises(publishing.PublishingError, match=publishing.GONE_ALREADY):
            publishing.withdraw(article=article, user=editor)


def test_a_withdrawn_article_that_is_saved_stays_withdrawn(editor):
    article = make_article(state=State.WITHDRAWN)
    edited = publishing_edges_changed(article, state=State.PUBLISHED, title="改过的标题是这样？")
    publishing.save_draft(article=edited, user=editor)
    stored = Article.objects.get()
    assert (stored.state, stored.title) == (State.WITHDRAWN, "改过的标题是这样？")


def test_an_old_version_comes_back_with_its_tags_and_who_asked(editor):
    article = publishing_edges_written()
    first = publishing.save_draft(article=article, user=editor, tags=["最早"])
    publishing.save_draft(article=publishing_edges_changed(article), user=editor, tags=["后来"])
    reader = make_staff()
    kept = publishing.restore(revision=first, user=reader)
    assert (kept.content["tags"], kept.created_by) == (["最早"], reader)
    kept.refresh_from_db()
    assert (kept.restored_from, revisions.stored_tags(article)) == (first.number, ["最早"])


def test_giving_up_a_change_takes_it_from_who_reviews_it(submitted, editor):
    revision = publishing.drop_pending(article=submitted, user=editor)
    stored = Article.objects.get()
    assert (stored.pending, stored.submitted_at, stored.submitted_by) == (None, None, None)
    assert (revision.act, revision.created_by) == (Act.RESTORED, editor)
    assert revision.note == "放弃未发布的修改"
    assert (revision.content["title"], revision.content["tags"]) == (stored.title, [])


def test_without_a_change_there_is_none_to_give_up(editor):
    kept = make_article()
    for article in (publishing_edges_written(), kept):
        with pytest.raises(publishing.PublishingError, match="没有尚未发布的修改"):
            publishing.drop_pending(article=article, user=editor)
    assert publishing_edges_acts(kept) == []


def test_revoking_once_more_leaves_the_time_of_the_first(editor):
    link = previews.make(article=make_article(), user=editor)
    assert link.created_by == editor
    other = previews.make(article=link.article, user=editor)
    previews.revoke(link=link)
    link.refresh_from_db(), other.refresh_from_db()
    first = link.revoked_at
    assert other.revoked_at is None
    assert abs(timezone.now() - first) < timedelta(minutes=1)
    previews.revoke(link=link)
    previews.revoke_all(articles=[link.article])
    link.refresh_from_db()
    assert link.revoked_at == first


def test_only_the_links_of_what_is_taken_down_die(editor):
    gone, stays = (previews.make(article=make_article(), user=editor) for _ in range(2))
    previews.revoke_all(articles=[gone.article])
    gone.refresh_from_db(), stays.refresh_from_db()
    assert gone.revoked_at
    assert stays.revoked_at is None
