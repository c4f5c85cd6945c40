"""Keeping, submitting, publishing, withdrawing, restoring: what visitors see meanwhile."""

import pytest

from articles.models import Act, Article, Revision, State
from articles.workflow import publishing
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
    assert publishing.stored_tags(article) == ["工伤"]


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
    assert publishing.stored_tags(article) == []
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
    assert publishing.stored_tags(article) == ["新"]
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


def test_a_change_can_be_given_up(editor):
    article = make_article()
    publishing.save_draft(article=changed(article, title="不要了的标题好吗？"), user=editor)
    publishing.drop_pending(article=article, user=editor)
    article.refresh_from_db()
    assert article.pending is None
    assert Revision.objects.filter(content__title="不要了的标题好吗？").exists()


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
        assert publishing.stored_tags(article) == ["工伤"]

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
