"""Keeping, submitting, publishing, withdrawing, restoring: what each keeps, sets, refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Act, Article, Revision, State
from articles.workflow import previews, publishing
from tests.factories import make_area, make_article, make_lawyer, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


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


def test_a_new_article_is_a_draft_with_one_version(editor, monkeypatch):
    monkeypatch.delattr(publishing, "going_public")  # of a draft nobody is asked
    revision = publishing.save_draft(article=written(), user=editor, tags=["工伤"], note="初稿")
    article = Article.objects.get()
    assert (article.state, article.pending) == (State.DRAFT, None)
    assert (revision.number, revision.note, revision.created_by) == (1, "初稿", editor)
    assert publishing.stored_tags(article) == ["工伤"]


def test_every_save_keeps_a_version_and_the_first_keeps_what_was_there(editor):
    article = make_article(title="原来的标题是什么？", state=State.DRAFT)
    for title in ("第一次改的标题？", "第二次改的标题？"):
        publishing.save_draft(article=changed(article, title=title), user=editor)
    assert acts(article) == [Act.FOUND, Act.SAVED, Act.SAVED]
    kept = article.revisions.order_by("number").values_list("content__title", flat=True)
    assert list(kept) == ["原来的标题是什么？", "第一次改的标题？", "第二次改的标题？"]


def test_visitors_see_the_published_text_until_the_change_is_published(editor):
    article = make_article(title="访客看到的标题？")
    before = article.updated_at
    edited = changed(article, title="还没有发布的标题？")
    revision = publishing.save_draft(article=edited, user=editor, tags=["新"])
    article.refresh_from_db()
    assert (article.title, article.pending) == ("访客看到的标题？", revision)
    assert (article.updated_at, publishing.stored_tags(article)) == (before, [])
    again, tags = publishing.as_edited(article)
    assert (again.title, tags) == ("还没有发布的标题？", ["新"])
    revision = publishing.publish(article=again, user=editor, tags=tags)
    article.refresh_from_db()
    assert (article.title, article.pending, article.live) == ("还没有发布的标题？", None, revision)
    assert publishing.stored_tags(article) == ["新"]


def test_a_kept_change_has_passed_the_fence(editor):
    article = make_article()
    edited = changed(article, body="<p onclick=x>好<script>1</script></p>")
    revision = publishing.save_draft(article=edited, user=editor)
    assert revision.content["body"] == "<p>好</p>"


def test_withdrawing_leaves_nothing_waiting_and_keeps_the_change_and_why(submitted, editor):
    link = previews.make(article=submitted, user=editor)
    revision = publishing.withdraw(article=submitted, user=editor, note="过时")
    stored = Article.objects.get()
    assert (stored.pending, stored.submitted_at, stored.submitted_by) == (None, None, None)
    assert (stored.state, stored.title) == (State.WITHDRAWN, "送审的标题是这样？")
    assert (revision.act, revision.note, revision.created_by) == (Act.WITHDRAWN, "过时", editor)
    assert publishing.stored_tags(stored) == ["新"]
    link.refresh_from_db()
    assert link.revoked_at
    with pytest.raises(publishing.PublishingError, match="已经撤下"):
        publishing.withdraw(article=submitted, user=editor)
    Article.objects.all().delete()
    for article in (written(), submitted):
        with pytest.raises(publishing.PublishingError, match=publishing.GONE_ALREADY):
            publishing.withdraw(article=article, user=editor)


def test_an_old_version_comes_back_as_a_draft_with_its_tags_and_who_asked(editor):
    article, reader = make_article(title="最早的标题怎么样？"), make_staff()
    article.tags.set(publishing.tags_named(["最早"]))
    edited = changed(article, title="后来的标题怎么样？")
    publishing.publish(article=edited, user=editor, tags=["后来"])
    kept = publishing.restore(revision=Revision.objects.get(number=1), user=reader)
    article.refresh_from_db()
    assert (kept.act, kept.restored_from, article.pending) == (Act.RESTORED, 1, kept)
    assert (article.title, publishing.stored_tags(article)) == ("后来的标题怎么样？", ["后来"])
    assert (kept.content["title"], kept.content["tags"]) == ("最早的标题怎么样？", ["最早"])
    assert kept.created_by == reader
    draft = written()
    first = publishing.save_draft(article=draft, user=editor, tags=["最早"])
    publishing.save_draft(article=changed(draft), user=editor, tags=["后来"])
    publishing.restore(revision=first, user=reader)
    assert publishing.stored_tags(draft) == ["最早"]  # of a draft at once


class TestSecondPerson:
    """Where the firm wants a second person."""

    @pytest.fixture(autouse=True)
    def _wanted(self):
        make_settings(second_person=True)

    def test_nobody_publishes_alone_but_another_person_does_as_it_was_submitted(self, editor):
        with pytest.raises(publishing.PublishingError, match=publishing.NOT_SUBMITTED):
            publishing.publish(article=written(), user=editor)
        assert not Article.objects.exists()
        article = written()
        publishing.submit(article=article, user=editor, tags=["工伤"])
        for user in (editor, None):
            with pytest.raises(publishing.PublishingError, match=publishing.OWN_SUBMISSION):
                publishing.publish(article=changed(article), user=user)
        other = changed(article, title="另一个标题可以吗？")
        for edited, tags in ((other, None), (changed(article), ["工伤", "另一个"])):
            with pytest.raises(publishing.PublishingError, match=publishing.NOT_AS_SUBMITTED):
                publishing.publish(article=edited, user=make_staff(), tags=tags)
        publishing.publish(article=changed(article), user=make_staff())
        article.refresh_from_db()
        assert (article.state, article.submitted_at) == (State.PUBLISHED, None)
        assert publishing.stored_tags(article) == ["工伤"]

    def test_what_was_submitted_is_published_with_its_tags_among_others(self, submitted):
        make_article()
        edited, _ = publishing.as_edited(submitted)
        edited.body += "<script>1</script>"
        publishing.publish(article=edited, user=make_staff())
        stored = Article.objects.get(pk=submitted.pk)
        assert (stored.title, publishing.stored_tags(stored)) == ("送审的标题是这样？", ["新"])


@pytest.fixture
def submitted(editor):
    """A public article with a change that waits for a second person."""
    article = make_article()
    publishing.submit(
        article=changed(article, title="送审的标题是这样？"), user=editor, tags=["新"]
    )
    return Article.objects.get()


@pytest.mark.parametrize("make", [written, make_article], ids=["a draft", "a public one"])
def test_a_further_change_asks_for_review_again(editor, make):
    article = make()
    publishing.submit(article=changed(article) if article.pk else article, user=editor, tags=["新"])
    publishing.save_draft(article=changed(article, title="又改过的标题是这样？"), user=editor)
    stored = Article.objects.get()
    assert (stored.submitted_at, stored.submitted_by) == (None, None)


def test_who_opened_an_older_version_is_told_of_the_newest_one(editor):
    article = make_article()
    assert publishing.newest_number(article) == 0
    publishing.refuse_if_newer(article=article, since=0)
    newest = publishing.save_draft(article=changed(article), user=editor)
    publishing.refuse_if_newer(article=article, since=2)
    with pytest.raises(publishing.EditConflictError, match="尚未保存") as told:
        publishing.refuse_if_newer(article=article, since=1)
    assert told.value.revision == newest


def test_what_was_there_before_the_first_version_is_nobodys(editor):
    article = make_article()
    article.tags.set(publishing.tags_named(["原有"]))
    publishing.save_draft(article=changed(article), user=editor, tags=[], note="改了")
    found = article.revisions.get(number=1)
    assert (found.act, found.created_by, found.note) == (Act.FOUND, None, "")
    assert found.content["tags"] == ["原有"]


def test_submitting_keeps_the_note_and_says_who_asked_and_when(editor):
    article = written()
    revision = publishing.submit(article=article, user=editor, tags=["工伤"], note="请看" * 101)
    told = (revision.act, revision.note, revision.created_by)
    assert told == (Act.SUBMITTED, "请看" * 100, editor)  # no longer than its column
    stored = Article.objects.get()
    assert (stored.submitted_by, article.submitted_by) == (editor, editor)
    assert abs(timezone.now() - stored.submitted_at) < timedelta(minutes=1)
    for act in (publishing.save_draft, publishing.submit, publishing.publish, publishing.withdraw):
        assert act(article=article, user=editor).note == ""


def test_what_the_fence_takes_away_is_nothing_to_review_but_new_tags_are(editor):
    article = make_article(body="<p>好</p>")
    same, fenced = changed(article), changed(article, body="<p>好<script>1</script></p>")
    for edited, tags in ((fenced, None), (same, None), (same, [])):
        with pytest.raises(publishing.PublishingError, match=publishing.NOTHING_TO_REVIEW):
            publishing.submit(article=edited, user=editor, tags=tags)
    publishing.submit(article=same, user=editor, tags=["新"])
    assert Article.objects.get().submitted_by == editor


def test_what_waits_can_give_way_to_what_visitors_read(submitted, editor):
    live = changed(submitted)
    revision = publishing.submit(article=live, user=editor)
    assert (revision.content["title"], Article.objects.get().pending) == (live.title, revision)


def test_a_draft_that_is_sent_back_is_a_draft_with_the_reason(editor):
    article, reader = written(), make_staff()
    publishing.submit(article=article, user=editor, tags=["工伤"])
    revision = publishing.send_back(article=article, user=reader, note="请补上法条")
    stored = Article.objects.get()
    assert (stored.state, stored.pending, stored.submitted_by) == (State.DRAFT, None, None)
    told = (revision.act, revision.note, revision.created_by)
    assert told == (Act.RETURNED, "请补上法条", reader)
    assert revision.content["tags"] == ["工伤"]
    for one in (written(), make_article()):  # nothing was submitted
        with pytest.raises(publishing.PublishingError, match="没有送审"):
            publishing.send_back(article=one, user=editor, note="再改改")


def test_a_change_that_is_sent_back_waits_with_its_tags(submitted, editor):
    title = submitted.title
    revision = publishing.send_back(article=submitted, user=editor, note="再改改")
    stored = Article.objects.get()
    assert (stored.pending, stored.submitted_by, stored.title) == (revision, None, title)
    assert revision.content["tags"] == ["新"]
    assert (revision.content["title"], revision.note) == ("送审的标题是这样？", "再改改")


def test_what_would_end_as_it_begins_is_refused(editor):
    article = written(expires_at=timezone.now() + timedelta(days=1))
    with pytest.raises(publishing.PublishingError, match=publishing.ENDS_FIRST):
        publishing.publish(article=article, user=editor, at=article.expires_at)
    assert not Article.objects.exists()


def test_publishing_keeps_the_note_and_takes_the_time_that_is_named(submitted, editor):
    at = timezone.now() - timedelta(days=3)
    known = {"article": changed(submitted, publish_at=None), "user": editor}
    revision = publishing.publish(**known, note="改了标题", at=at)
    assert (revision.act, revision.note, revision.created_by) == (Act.PUBLISHED, "改了标题", editor)
    stored = Article.objects.get()
    assert (stored.publish_at, stored.live, stored.submitted_by) == (at, revision, None)


def test_a_withdrawn_article_that_is_saved_stays_withdrawn(editor):
    article = make_article(state=State.WITHDRAWN)
    edited = changed(article, state=State.PUBLISHED, title="改过的标题是这样？")
    publishing.save_draft(article=edited, user=editor)
    stored = Article.objects.get()
    assert (stored.state, stored.title) == (State.WITHDRAWN, "改过的标题是这样？")


def test_giving_up_a_change_takes_it_from_who_reviews_it(submitted, editor):
    revision = publishing.drop_pending(article=submitted, user=editor)
    stored = Article.objects.get()
    assert (stored.pending, stored.submitted_at, stored.submitted_by) == (None, None, None)
    assert (revision.act, revision.created_by) == (Act.RESTORED, editor)
    assert revision.note == "放弃未发布的修改"
    assert (revision.content["title"], revision.content["tags"]) == (stored.title, [])
    kept = make_article()
    for article in (written(), kept):
        with pytest.raises(publishing.PublishingError, match="没有尚未发布的修改"):
            publishing.drop_pending(article=article, user=editor)
    assert acts(kept) == []


def test_only_the_links_of_what_is_taken_down_die_and_at_the_time_of_the_first(editor):
    link, stays = (previews.make(article=make_article(), user=editor) for _ in range(2))
    other = previews.make(article=link.article, user=editor)
    assert link.created_by == editor
    previews.revoke(link=link)
    link.refresh_from_db(), other.refresh_from_db()
    first = link.revoked_at
    assert other.revoked_at is None
    assert abs(timezone.now() - first) < timedelta(minutes=1)
    previews.revoke(link=link)
    previews.revoke_all(articles=[link.article])
    link.refresh_from_db(), other.refresh_from_db(), stays.refresh_from_db()
    assert link.revoked_at == first
    assert other.revoked_at
    assert stays.revoked_at is None
