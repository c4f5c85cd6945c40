"""Single parts of a stored article, changed without its form; when two contents are the same."""

import time
from copy import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Revision, State, Tag, text
from articles.workflow import amending, publishing
from articles.workflow.publishing import PublishingError
from tests.articles.workflow.test_publishing import changed
from tests.consult.rows import fresh
from tests.factories import make_article, make_lawyer, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TOKEN = "a" * 32
PICTURE = f'<p>甲</p><p><img src="/media/images/aa/{TOKEN}-8x6-s8-w8.webp" alt="旧说明"></p>'


def test_tags_are_added_and_dropped_as_they_wait_and_what_is_so_already_is_said(editor):
    article = make_article()
    publishing.save_draft(article=changed(article), user=editor, tags=["甲", "乙"])
    given = {"user": editor, "note": "批量"}
    for same in ({"add": ["乙"]}, {"drop": ["丙"]}, {"add": ["甲"], "drop": ["甲"]}):
        with pytest.raises(PublishingError, match=amending.ALREADY_SO):
            amending.amend(article=fresh(article), **given, **same)
    kept = amending.amend(article=fresh(article), add=["丙"], drop=["乙"], **given)
    assert (kept.content["tags"], kept.note, kept.created_by) == (sorted("甲丙"), "批量", editor)
    assert publishing.edited_tags(fresh(article)) == kept.content["tags"]
    assert publishing.stored_tags(article) == []  # it waits, as one that was typed would


def test_what_waits_is_published_with_its_tags_and_its_own_time_or_that_of_the_act(editor):
    article = make_article(state=State.DRAFT)
    with pytest.raises(PublishingError, match=amending.NOTHING_NEW):
        amending.publish(article=make_article(), user=editor)
    hour_ago = timezone.now() - timedelta(hours=1)
    Article.objects.filter(pk=article.pk).update(created_at=hour_ago, publish_at=hour_ago)
    amending.publish(article=article, user=editor)
    now = fresh(article)
    assert timezone.now() - now.publish_at < timedelta(minutes=1)
    publishing.save_draft(article=changed(now, summary="改。"), user=editor, tags=["甲"])
    amending.submit(article=now, user=editor)
    assert fresh(now).pending.content["tags"] == ["甲"]
    with pytest.raises(PublishingError, match=amending.WAITS_ALREADY):
        amending.submit(article=now, user=editor)
    amending.publish(article=now, user=editor)
    assert publishing.stored_tags(fresh(now)) == ["甲"]
    assert fresh(now).publish_at == now.publish_at
    later = changed(now, publish_at=timezone.now() + timedelta(days=1))
    publishing.save_draft(article=later, user=editor)
    with pytest.raises(PublishingError, match=publishing.WOULD_HIDE[:20]):
        amending.publish(article=now, user=editor)
    own = make_article(state=State.DRAFT)  # a time that somebody has set stays
    amending.publish(article=own, user=editor)
    assert fresh(own).publish_at == own.publish_at


def test_merged_tags_are_one_that_their_articles_bear_once():
    kept, other, third = publishing.tags_named(["甲", "乙", "丙"])
    both, one = make_article(), make_article()
    both.tags.set([kept, other]), one.tags.set([third, other])
    assert amending.merge(kept=kept, others=[third, kept]) == 1
    assert amending.merge(kept=other, others=[kept, other]) == 0
    assert [publishing.stored_tags(article) for article in (both, one)] == [["乙"], ["乙"]]
    assert list(Tag.objects.all()) == [other]


def test_only_what_visitors_read_is_taken_down(editor):
    public, draft = make_article(), make_article(state=State.DRAFT)
    for article in (public, draft, public):
        amending.take_down(article=article, user=editor)
    assert [fresh(one).state for one in (public, draft)] == [State.WITHDRAWN, State.DRAFT]


def test_other_words_for_a_picture_are_a_version_and_the_same_are_none(editor):
    article = make_article(state=State.DRAFT, body=PICTURE)
    given = {"article": article, "token": TOKEN, "user": editor}
    assert amending.picture_words(article, TOKEN) == ["旧说明"]
    assert amending.picture_words(article, "b" * 32) == []
    assert amending.change_picture_words(**given, words="旧说明", since=0) is None
    kept = amending.change_picture_words(**given, words="新说明", since=0)
    assert (kept.note, kept.created_by) == (amending.PICTURE_WORDS_NOTE, editor)
    assert amending.picture_words(fresh(article), TOKEN) == ["新说明"]
    with pytest.raises(publishing.EditConflictError):
        amending.change_picture_words(**given, words="我的", since=0)
    assert amending.change_picture_words(**given | {"since": 2}, words="龙门吊")
    publishing.submit(article=fresh(article), user=editor)
    given |= {"article": fresh(article), "since": 9}
    with pytest.raises(PublishingError, match=amending.SUBMITTED):
        amending.change_picture_words(**given, words="我的")


def test_what_a_client_agreed_to_is_remembered_as_it_stands():
    article = Article(title="工伤？", summary="先治。", body="<p onclick=x>病历。</p>")
    amending.note(article)
    assert article.agreed_key == text.wording_key("工伤？", "先治。", "病历。")


def test_what_was_typed_is_the_same_but_for_what_no_reader_sees():
    at = timezone.now().replace(microsecond=123_456)
    article = make_article(body="<p>甲</p><p>乙</p>", publish_at=at - timedelta(days=1))
    publishing.save_draft(article=changed(article), user=None, tags=["甲"])
    for fields, tags, same in (
        ({}, ["甲"], True),
        ({"body": "<p>甲</p>\r\n\r\n<p>乙</p>\n"}, ["甲"], True),
        ({"publish_at": article.publish_at.replace(microsecond=0)}, ["甲"], True),
        ({"publish_at": article.publish_at - timedelta(seconds=1)}, ["甲"], False),
        ({"body": "<p>甲 乙</p>"}, ["甲"], False),
        ({}, ["乙"], False),
    ):
        typed = changed(article, **fields)
        assert publishing.is_kept(typed, tags, publishing.hold(article)) is same, fields
    assert not publishing.is_kept(Article(), [], publishing.Held(None, None))


def test_a_second_person_publishes_a_body_that_an_editor_wrote_in_its_own_way(editor):
    make_settings(second_person=True)
    body = '<p><a href="/contact/" title="甲">联系</a></p><p>乙</p>'
    article = make_article(state=State.DRAFT, body=body)
    publishing.submit(article=changed(article), user=make_staff())
    for wrong in ({"body": "<p>联系</p><p>丙</p>"}, {"summary": "别的。"}):
        with pytest.raises(PublishingError, match=publishing.NOT_AS_SUBMITTED[:10]):
            publishing.publish(article=changed(article, **wrong), user=editor)
    sent = changed(article, body='<p><a href="/contact/">联系</a></p>\n<p>乙</p>')
    publishing.publish(article=sent, user=editor)
    assert fresh(article).body == article.body


def test_blanks_between_blocks_are_taken_away_in_a_time_that_grows_with_their_number():
    begun = time.process_time()
    told = publishing.unspaced(f"<p>甲</p>\n <p>乙{' ' * 50_000}丙 </p>")
    assert told == f"<p>甲</p><p>乙{' ' * 50_000}丙</p>"
    assert time.process_time() - begun < 2


def test_an_old_version_brings_back_who_had_checked_it_and_a_lawyer_who_is_gone_nobody(editor):
    article, gone = make_article(), make_lawyer()
    day = timezone.localdate()
    for who, on in ((gone, day - timedelta(days=9)), (article.author, day)):
        edited = changed(article, checked_by=who, checked_on=on)
        publishing.publish(article=edited, user=editor)
    gone.delete()
    nobody = (None, None)
    for number, checked in ((1, nobody), (2, nobody), (3, (article.author, day))):
        revision = Revision.objects.get(article=article, number=number)
        back = publishing.set_content(revision.content, copy(fresh(article)))
        assert (back.checked_by, back.checked_on) == checked
