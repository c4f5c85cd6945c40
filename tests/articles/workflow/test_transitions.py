"""Which acts a person may do on an article, by right and by state, and what the buttons say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, State
from articles.workflow import publishing, review
from articles.workflow.review import DROP, PUBLISH, RETURN, SAVE, SUBMIT, WITHDRAW
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
PUBLISHES_ONLY = ("articles.publish_article",)


def acts(article, *rights, second_person=False, user=None):
    return review.possible_acts(article, user or make_staff(*rights), second_person=second_person)


def test_a_writer_keeps_and_submits_and_a_publisher_publishes_as_well():
    draft = make_article(state=State.DRAFT)
    assert acts(draft) == set()
    assert acts(draft, *WRITER) == {SAVE, SUBMIT}
    assert acts(draft, *PUBLISHER) == {SAVE, SUBMIT, PUBLISH}
    assert acts(draft, *PUBLISHES_ONLY) == set()


def test_who_may_add_begins_an_article_and_who_may_change_goes_on_with_one():
    new, kept = Article(), make_article(state=State.DRAFT)
    for right, expected in (("add", {SAVE, SUBMIT}), ("change", set())):
        assert acts(new, f"articles.{right}_article") == expected
        assert acts(kept, f"articles.{right}_article") == {SAVE, SUBMIT} - expected


def test_only_a_publisher_withdraws_and_sends_back_and_only_a_writer_drops():
    article = make_article()
    article.title = "改了"
    publishing.submit(article=article, user=make_staff())
    assert acts(article, *WRITER) == {SAVE, SUBMIT, DROP}
    assert acts(article, *PUBLISHES_ONLY) == {WITHDRAW, RETURN}
    assert acts(article) == set()


def test_where_a_second_person_is_wanted_somebody_else_publishes_what_was_submitted():
    draft = make_article(state=State.DRAFT)
    writer = make_staff(*PUBLISHER)
    assert PUBLISH not in acts(draft, user=writer, second_person=True)
    publishing.submit(article=draft, user=writer)
    assert PUBLISH not in acts(draft, user=writer, second_person=True)
    assert PUBLISH in acts(draft, *PUBLISHER, second_person=True)
    assert PUBLISH in acts(draft, user=writer)


def test_the_buttons_say_what_they_do():
    draft = make_article(state=State.DRAFT)
    draft.publish_at = None
    assert review.act_labels(draft) == {SAVE: "保存草稿", SUBMIT: "送审", PUBLISH: "发布"}
    draft.publish_at = timezone.now() - timedelta(hours=1)
    assert review.act_labels(draft)[PUBLISH] == "发布"
    draft.publish_at = timezone.now() + timedelta(hours=1)
    assert review.act_labels(draft)[PUBLISH] == "定时发布"
    draft.submitted_at = timezone.now()
    assert review.act_labels(draft)[SUBMIT] == "重新送审"
    assert review.act_labels(make_article())[PUBLISH] == "发布修改"
