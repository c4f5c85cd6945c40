"""Which articles wait for whom, who is told of it by mail, and that nobody reads it there."""

import pytest
from django.contrib.auth import get_user_model

from articles.models import Article, Returned, State
from articles.workflow import amending, publishing, review
from outbox.models import Notice
from tests.articles.workflow.conftest import RIGHTS
from tests.articles.workflow.test_publishing import changed, written
from tests.factories import make_article, make_lawyer, make_staff, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SECRET = "张三的工伤怎么认定？"


@pytest.fixture
def writer():
    return make_staff(email="writer@example.com", last_name="林", first_name="致远")


@pytest.fixture
def reviewer():
    return make_staff(*RIGHTS, email="reviewer@example.com")


@pytest.fixture
def submitted(writer, reviewer):
    publishing.submit(article=written(title=SECRET, body="<p>不公开的话。</p>"), user=writer)
    return Article.objects.get()


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_who_may_publish_is_asked_to_review_but_not_who_submits(reviewer):
    make_staff("articles.change_article", email="reader@example.com")
    make_staff(*RIGHTS), make_staff(*RIGHTS, email="gone@example.com", is_active=False)
    own = make_staff(*RIGHTS, email="own@example.com")
    publishing.submit(article=written(), user=own)
    assert told(review.SUBMITTED) == [reviewer.email]


def test_an_administrator_is_asked_where_nobody_else_is(writer):
    admin = make_superuser(email="admin@example.com")
    publishing.submit(article=written(), user=writer)
    assert told(review.SUBMITTED) == [admin.email]
    colleague = make_staff(*RIGHTS, email="colleague@example.com")
    publishing.submit(article=written(), user=writer)
    assert told(review.SUBMITTED).count(admin.email) == 1
    assert colleague.email in told(review.SUBMITTED)


def test_an_administrator_who_is_a_lawyer_is_a_colleague(writer, reviewer):
    admin = make_superuser(email="partner@example.com")
    make_lawyer(user=admin)
    publishing.submit(article=written(), user=writer)
    assert sorted(told(review.SUBMITTED)) == [admin.email, reviewer.email]


def test_each_round_writes_one_mail_to_each_side(submitted, writer, reviewer):
    for _ in range(2):  # again, before anybody decided
        publishing.save_draft(article=changed(submitted), user=writer)
        amending.submit(article=submitted, user=writer)
    assert told(review.SUBMITTED) == [reviewer.email]
    assert "林致远" in Notice.objects.get().payload["body"]
    publishing.send_back(article=submitted, user=reviewer, note="补上法条")
    amending.submit(article=submitted, user=writer)
    assert told(review.SUBMITTED) == [reviewer.email] * 2
    amending.publish(article=submitted, user=reviewer)
    assert told(review.RETURNED) == told(review.PUBLISHED) == [writer.email]


def test_no_mail_says_what_is_not_public(submitted, writer, reviewer):
    publishing.send_back(article=submitted, user=reviewer, note="张三改成当事人")
    amending.submit(article=submitted, user=writer)
    told = "".join(str(one.payload) + one.dedupe_key for one in Notice.objects.all())
    assert not [words for words in ("张三", "不公开") if words in told]
    amending.publish(article=submitted, user=reviewer)
    assert SECRET in Notice.objects.get(kind=review.PUBLISHED).payload["body"]


def test_what_comes_out_later_is_not_named(submitted, reviewer):
    later = changed(submitted)
    later.publish_at = later.publish_at.replace(year=2099, day=1)
    publishing.publish(article=later, user=reviewer)
    letter = Notice.objects.get(kind=review.PUBLISHED).payload
    assert SECRET not in str(letter)
    assert "2099年" in letter["body"]


def test_of_a_draft_who_wrote_it_is_told_unless_it_was_public_or_of_the_publisher(writer, reviewer):
    publishing.save_draft(article=written(), user=reviewer)
    amending.publish(article=Article.objects.get(), user=reviewer)
    publishing.publish(article=changed(Article.objects.get(), summary="改了。"), user=writer)
    assert not Notice.objects.exists()
    draft = written()
    publishing.save_draft(article=draft, user=writer)
    amending.publish(article=draft, user=reviewer)
    assert told(review.PUBLISHED) == [writer.email]


def test_of_many_at_once_everybody_gets_one_mail(writer, reviewer):
    with review.together():
        for _ in range(3):
            publishing.submit(article=written(), user=writer)
        assert not Notice.objects.exists()
    (notice,) = Notice.objects.all()
    assert "3篇" in notice.payload["subject"]
    assert "?stage=for-me" in notice.payload["body"]


def test_the_wish_of_a_reviewer_lasts_until_it_is_published(submitted, writer, reviewer):
    publishing.send_back(article=submitted, user=reviewer, note="补上法条")
    publishing.save_draft(article=changed(submitted), user=writer)
    amending.submit(article=submitted, user=writer)
    assert submitted.returned.note == "补上法条"
    amending.publish(article=submitted, user=reviewer)
    assert not Returned.objects.exists()


def test_a_wish_ends_with_a_change_that_is_given_up_or_taken_down(writer, reviewer):
    article = make_article()
    for act in (publishing.drop_pending, publishing.withdraw):
        publishing.submit(article=changed(article, summary="另一句。"), user=writer)
        publishing.send_back(article=article, user=reviewer, note="不对")
        assert Returned.objects.get().writer == writer
        act(article=Article.objects.get(), user=writer)
        assert not Returned.objects.exists()
    assert Article.objects.get().state == State.WITHDRAWN


def fresh(user):
    return get_user_model().objects.get(pk=user.pk)


def test_what_others_submitted_waits_for_who_may_publish_and_only_that_is_counted():
    writer, reviewer = make_staff(*RIGHTS[:1]), make_staff(*RIGHTS)
    for one in (writer, reviewer):
        publishing.submit(article=written(), user=one)
    theirs = Article.objects.get(submitted_by=writer)
    assert list(review.to_review(reviewer)) == [theirs]
    assert list(review.to_review(writer)) == []
    assert review.waiting(make_staff()) == {}
    assert list(review.waiting(writer)) == ["returned"]
    assert list(review.waiting(reviewer)) == ["to-review", "returned"]


def test_what_was_given_back_waits_for_its_writer_until_it_is_submitted_again():
    writer, reviewer = make_staff(*RIGHTS[:1]), make_staff(*RIGHTS)
    article = make_article()
    publishing.submit(article=changed(article, summary="改。"), user=writer)
    publishing.send_back(article=article, user=reviewer, note="不够")
    assert list(review.returned_to(writer)) == [article]
    assert list(review.returned_to(reviewer)) == []
    amending.submit(article=article, user=writer)
    assert list(review.returned_to(writer)) == []


def test_my_drafts_are_those_that_i_wrote_in_or_shall_sign():
    me, other = make_staff(*RIGHTS[:1]), make_staff(*RIGHTS[:1])
    signed = make_article(state=State.DRAFT, author=make_lawyer(user=me))
    worked, both = make_article(state=State.DRAFT), make_article(state=State.DRAFT)
    Article.objects.filter(pk=both.pk).update(author=signed.author)
    for one in (worked, both):
        publishing.save_draft(article=changed(one), user=me)
    for not_mine in (make_article(state=State.DRAFT), make_article()):
        publishing.save_draft(article=changed(not_mine), user=other)
    submitted = make_article(state=State.DRAFT)
    publishing.submit(article=changed(submitted), user=me)
    publishing.publish(article=changed(make_article()), user=me)
    assert set(review.drafts_of(fresh(me))) == {signed, worked, both}
