"""Which articles wait for whom."""

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, State
from articles.workflow import amending, publishing, review
from tests.articles.workflow.test_publishing import changed, written
from tests.factories import make_article, make_lawyer, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
WRITER = ("articles.change_article",)
REVIEWER = (*WRITER, "articles.publish_article")


def fresh(user):
    return get_user_model().objects.get(pk=user.pk)


def test_what_others_submitted_waits_for_who_may_publish_and_only_that_is_counted():
    writer, reviewer = make_staff(*WRITER), make_staff(*REVIEWER)
    for one in (writer, reviewer):
        publishing.submit(article=written(), user=one)
    theirs = Article.objects.get(submitted_by=writer)
    assert list(review.to_review(reviewer)) == [theirs]
    assert list(review.to_review(writer)) == []
    assert review.waiting(make_staff()) == {}
    assert list(review.waiting(writer)) == ["returned"]
    assert list(review.waiting(reviewer)) == ["to-review", "returned"]


def test_what_was_given_back_waits_for_its_writer_until_it_is_submitted_again():
    writer, reviewer = make_staff(*WRITER), make_staff(*REVIEWER)
    article = make_article()
    publishing.submit(article=changed(article, summary="改。"), user=writer)
    publishing.send_back(article=article, user=reviewer, note="不够")
    assert list(review.returned_to(writer)) == [article]
    assert list(review.returned_to(reviewer)) == []
    amending.submit(article=article, user=writer)
    assert list(review.returned_to(writer)) == []


def test_my_drafts_are_those_that_i_wrote_in_or_shall_sign():
    me, other = make_staff(*WRITER), make_staff(*WRITER)
    signed = make_article(state=State.DRAFT, author=make_lawyer(user=me))
    worked = make_article(state=State.DRAFT)
    publishing.save_draft(article=changed(worked), user=me)
    for not_mine in (make_article(state=State.DRAFT), make_article()):
        publishing.save_draft(article=changed(not_mine), user=other)
    submitted = make_article(state=State.DRAFT)
    publishing.submit(article=changed(submitted), user=me)
    assert set(review.drafts_of(fresh(me))) == {signed, worked}
