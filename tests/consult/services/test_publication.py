"""From an answer to an article, and back: what each step needs and leaves behind."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Revision
from articles.models import State as ArticleState
from articles.workflow import publishing
from consult import lifecycle, services
from consult.base.enums import ConsentKind, EventKind
from consult.base.enums import PublicationState as State
from consult.models import Consultation, Publication
from consult.services import NotAllowedError
from consult.services import publication as rules
from consult.services.notifications import NOT_REQUESTED
from outbox import services as outbox
from outbox.models import Notice
from tests.consult.publishing import (
    ANSWER,
    ORIGINAL,
    QUESTION,
    TITLE,
    agree,
    make_answered,
    make_asked,
    make_made,
    wording,
)
from tests.consult.rows import fresh, kinds
from tests.factories import make_notice, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def lin():
    return make_superuser(email="lin@example.com")


@pytest.fixture
def case(lin):
    return make_answered(lin, email="client@example.com")[0]


def live(article, user):
    publishing.publish(article=fresh(article), user=user)
    return Client().get(article.get_absolute_url()).status_code


def test_what_the_client_agreed_to_becomes_a_draft_and_nothing_else_does(case, lin):
    make_asked(case, lin)
    services.drop_article(consultation=case, user=lin)
    assert not Publication.objects.exists()  # what was given up is gone
    article = make_made(case, lin)
    assert services.make_article(consultation=case, user=lin) == article
    stored = Article.objects.get()
    assert (stored.state, stored.title) == (ArticleState.DRAFT, TITLE)
    assert QUESTION in stored.text
    assert stored.summary == ANSWER.split("\n")[0]
    assert stored.summary in stored.text
    told = str(list(Article.objects.values())) + str(list(Revision.objects.values()))
    for word in ("王建国", "云锦", "13912345678", case.reference, case.pk.hex, str(case.pk)):
        assert word not in told
    services.drop_article(consultation=case, user=lin)
    assert Publication.objects.exists()  # what was made is not
    article.body = "<p>王建国还未签字。</p>"
    with pytest.raises(publishing.PublishingError, match=rules.NOT_TICKED_ARTICLE.format(1)):
        publishing.publish(article=article, user=lin)


@pytest.mark.parametrize("verdict", [None, State.CHANGES, State.OBJECTED])
def test_silence_and_no_are_no(case, lin, verdict):
    asked = make_asked(case, lin).asked_at
    if verdict:
        said = {"consultation": case, "asked_at": asked, "verdict": verdict}
        services.judge_article(**said, wish="请不写家具厂")
    with pytest.raises(NotAllowedError, match=rules.NOT_AGREED):
        services.make_article(consultation=case, user=lin)
    assert not Article.objects.exists()


def test_other_words_have_to_be_agreed_to_anew(case, lin):
    make_asked(case, lin)
    agreed = agree(case)
    same = {"author": agreed.author, "area": agreed.area}
    known = {"consultation": case, "user": lin, "version": agreed.version}
    services.save_article(**known, wording=wording(**same))
    assert fresh(agreed).state == State.AGREED  # nothing was changed
    services.save_article(**known, wording=wording(question="另一个问题", **same))
    assert fresh(agreed).state == State.PREPARING
    with pytest.raises(NotAllowedError, match=rules.CHANGED[:10]):  # of two people at once
        services.save_article(**known, wording=wording(title="乙写的？"))
    with pytest.raises(NotAllowedError, match=rules.NOT_AGREED):
        services.make_article(consultation=case, user=lin)
    with pytest.raises(NotAllowedError, match=rules.NOT_REQUESTED):
        agree(case)
    services.ask_client(**{**known, "version": fresh(agreed).version})
    read = {"consultation": case, "asked_at": agreed.asked_at}  # who read an older text
    with pytest.raises(NotAllowedError, match=rules.NOT_REQUESTED):
        services.judge_article(**read, verdict=State.AGREED)


def test_each_step_twice_is_once_and_none_comes_before_its_turn(case, lin):
    known = {"consultation": case, "user": lin}
    with pytest.raises(NotAllowedError, match=rules.GONE):
        services.save_article(**known, version=0, wording={})
    begun = services.start_article(**known)
    assert services.start_article(**known) == begun
    assert (begun.area, begun.updated_by) == (case.area, lin)
    with pytest.raises(NotAllowedError, match=rules.NOT_WRITTEN):
        services.ask_client(**known, version=begun.version)
    asked = make_asked(case, lin)
    assert services.ask_client(**known, version=asked.version) == asked
    assert Notice.objects.filter(kind="consult_article").count() == 1
    agreed = agree(case)
    assert fresh(agree(case)).version == agreed.version
    services.make_article(**known)
    for act, more in ((services.save_article, {"wording": {}}), (services.ask_client, {})):
        with pytest.raises(NotAllowedError, match=rules.MADE_ALREADY):
            act(**known, version=fresh(begun).version, **more)
    steps = [EventKind.ARTICLE_STARTED, EventKind.ARTICLE_ASKED, EventKind.ARTICLE_AGREED]
    assert kinds(case)[-4:] == [*steps, EventKind.ARTICLE_MADE]


def test_it_is_given_up_also_when_the_consent_was_taken_back(case, lin):
    services.start_article(consultation=case, user=lin)
    services.withdraw_consent(consultation=case, kind=ConsentKind.PUBLICATION)
    services.drop_article(consultation=case, user=lin)
    assert not Publication.objects.exists()


def test_it_needs_an_answer_and_the_consent(lin):
    case, _ = make_answered(lin, published=False)
    with pytest.raises(NotAllowedError, match=rules.NO_CONSENT):
        services.start_article(consultation=case, user=lin)
    services.allow_publication(consultation=case, notice=make_notice())
    case.messages.filter(sender="lawyer").delete()
    with pytest.raises(NotAllowedError, match=rules.NO_ANSWER):
        services.start_article(consultation=case, user=lin)


@pytest.mark.parametrize(
    ("kind", "published", "reached"),  # `reached`: whether tombstones can be written
    [
        (ConsentKind.PUBLICATION, True, True),
        (ConsentKind.PUBLICATION, False, False),
        (ConsentKind.PROCESSING, True, False),
        (ConsentKind.PROCESSING, False, True),
    ],
)
def test_taking_a_consent_back_takes_the_article_down_at_once(
    case, lin, monkeypatch, kind, published, reached
):
    def away(*_):
        raise lifecycle.NotPutUpError

    article = make_made(case, lin)
    assert not published or live(article, lin) == 200
    with monkeypatch.context() as broken:
        if not reached:
            broken.setattr(lifecycle, "write_tombstone", away)
        services.withdraw_consent(consultation=case, kind=kind)
    assert lifecycle.complete() == (not reached)
    assert Client().get(article.get_absolute_url()).status_code == 410
    assert fresh(article).barred_at
    assert TITLE not in str(list(Revision.objects.values()))
    assert EventKind.ARTICLE_WITHDRAWN in kinds(case)
    assert Notice.objects.filter(kind="consult_taken_down").exists()
    with pytest.raises(publishing.PublishingError):
        publishing.publish(article=fresh(article), user=lin)


def test_a_consent_given_anew_begins_afresh(case, lin):
    first = make_made(case, lin)
    services.withdraw_consent(consultation=case, kind=ConsentKind.PUBLICATION)
    with pytest.raises(NotAllowedError, match=rules.NO_CONSENT):
        services.start_article(consultation=case, user=lin)
    services.allow_publication(consultation=case, notice=make_notice())
    again_made = make_made(case, lin)
    assert again_made != first
    lifecycle.settle()  # the tombstone of the first says nothing of the second
    assert fresh(again_made).barred_at is None


@pytest.mark.parametrize("keep", [True, False, "by its date"])
def test_who_erases_all_decides_what_becomes_of_the_article(case, lin, keep):
    article = make_made(case, lin)
    live(article, lin)
    if keep == "by its date":
        services.close(consultation=case, user=lin)
        Consultation.objects.filter(pk=case.pk).update(purge_on="2020-01-01")
        assert lifecycle.purge().erased == [case.reference]
    else:
        services.erase_now(consultation=case, keep_article=keep)
    assert not Publication.objects.exists()
    assert Client().get(article.get_absolute_url()).status_code == (200 if keep else 410)
    kind = EventKind.ARTICLE_KEPT if keep else EventKind.ARTICLE_WITHDRAWN
    assert kind in kinds(case)


def test_an_old_database_brings_no_article_back(case, lin):
    article = make_made(case, lin)
    before = Publication.objects.get()
    services.withdraw_consent(consultation=case, kind=ConsentKind.PUBLICATION)
    Publication.objects.filter(pk=before.pk).update(state=State.MADE)
    old = {"state": ArticleState.PUBLISHED, "barred_at": None, "title": TITLE}
    Article.objects.filter(pk=article.pk).update(**old)
    lifecycle.settle()
    assert fresh(article).barred_at
    assert fresh(before).state == State.WITHDRAWN
    assert lifecycle.take_down_articles_again() == 0


def test_the_mail_to_the_client_says_nothing_and_goes_only_while_it_is_asked(case, lin, mailoutbox):
    judged, made = (make_answered(lin, email=f"{name}@example.com")[0] for name in "ab")
    make_asked(judged, lin), agree(judged)
    make_made(made, lin)
    make_asked(case, lin)
    Notice.objects.update(due_at=timezone.now())
    outbox.deliver_due()
    (letter,) = [one for one in mailoutbox if "过目" in one.body]
    assert letter.to == ["client@example.com"]
    # What was judged already
    assert [one.why for one in Notice.objects.exclude(why="")] == [NOT_REQUESTED] * 2
    for word in (*QUESTION.split("，"), TITLE, "林", "律师", "文章"):
        assert word not in letter.body + letter.subject
    assert ORIGINAL[:4] not in letter.body
