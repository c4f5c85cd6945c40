"""Two at once: real threads on a database that both see."""

from contextlib import suppress

import pytest

from articles.admin import form
from articles.models import Article, State, Unsaved
from articles.workflow import publishing
from articles.workflow.publishing import PublishingError
from consult import services
from consult.base.enums import ConsentKind, PublicationState
from consult.files import attachments
from consult.models import (
    Attachment,
    Consultation,
    Event,
    Message,
    ParkedFile,
    Publication,
    Throttle,
)
from consult.spam import rate_limit
from outbox.models import Notice
from tests.consult.files.test_attachments import checked
from tests.consult.publishing import ANSWER, agree, make_answered, make_asked, make_made, wording
from tests.factories import make_area, make_notice, make_settings, make_staff, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.threads import aside, together

pytestmark = pytest.mark.engine


@pytest.fixture
def asked(transactional_db):
    make_settings(notify_email="office@example.com")
    return make_consultation()[0]


@pytest.fixture
def lawyers(transactional_db):
    return make_staff(), make_staff()


@pytest.fixture
def post(transactional_db):
    make_settings(notify_email="office@example.com")
    known = {"area": make_area(), "consents": {ConsentKind.PROCESSING: make_notice()}, "token": "t"}
    return {**known, "question": "公司三个月没有发工资怎么办？"}


def counts():
    return [model.objects.count() for model in (Consultation, Message, Event, Notice)]


def test_the_same_post_with_a_parked_file_four_times_at_once_is_one(post, shared_database):
    waits = aside(lambda: attachments.park("f" * 32, checked()))
    file = attachments.Parked("f" * 32, waits.pk)
    answers = together(*[lambda: services.submit(**post, files=[file])] * 4)
    assert len({(kept.pk, code) for kept, code in answers}) == 1
    assert aside(counts) == [1, 1, 1, 1]
    assert aside(lambda: (Attachment.objects.count(), ParkedFile.objects.count())) == (1, 0)


def test_different_posts_at_once_are_all_kept(post, shared_database):
    posts = [post | {"token": f"t{n}"} for n in range(6)]
    answers = together(*[lambda post=post: services.submit(**post) for post in posts])
    assert len({code for _, code in answers}) == 6
    assert aside(counts)[:3] == [6, 6, 6]
    told = aside(lambda: [one.payload.get("number", 1) for one in Notice.objects.all()])
    assert sorted(told) == [1, 5], "two letters, the second of all that came after the first"


def test_a_message_while_the_lawyer_closes_leaves_a_state_that_holds(
    asked, lawyers, shared_database
):
    known = {"consultation": asked}
    together(
        lambda: services.client_message(**known, text="再问一句", token="c"),
        lambda: services.close(**known, user=lawyers[0]),
    )
    kept = aside(lambda: Consultation.objects.get())
    assert (kept.state == "closed") == (kept.purge_on is not None)
    assert aside(lambda: Message.objects.count()) == 2


TRIES = [(rate_limit.GrowingWait("try"), "198.51.100.7")]


def test_tries_at_one_moment_are_each_counted_and_never_fail_while_it_is_tidied_up(shared_database):
    waits = together(*[lambda: rate_limit.begin(TRIES)] * 14)
    assert sum(not wait for wait in waits) == 10
    acts = [rate_limit.begin, rate_limit.take_back, lambda _: rate_limit.forget_old()]
    together(*[lambda act=act: act(TRIES) for act in acts * 4])
    assert aside(lambda: Throttle.objects.count()) <= 2


OTHER = "这句话没有请咨询人看过。"


@pytest.fixture
def lin(transactional_db):
    return make_superuser()


@pytest.fixture
def case(lin):
    return make_answered(lin)[0]


def withdrawing(case):
    return lambda: services.withdraw_consent(consultation=case, kind=ConsentKind.PUBLICATION)


def trying(act, *refusals, **fields):
    """Done, or refused with a sentence."""

    def run():
        with suppress(*refusals):
            act(**fields)

    return run


def test_taken_back_while_it_is_made(case, lin, shared_database):
    aside(lambda: (make_asked(case, lin), agree(case)))
    known = {"consultation": case, "user": lin}
    make = trying(services.make_article, services.NotAllowedError, **known)
    together(make, withdrawing(case))
    left = aside(lambda: list(Article.objects.filter(barred_at=None)))
    assert left == []
    assert aside(lambda: Publication.objects.get().state) == PublicationState.WITHDRAWN


def test_taken_back_while_it_is_published_and_written_on(case, lin, shared_database):
    article = aside(lambda: make_made(case, lin))
    opened = aside(lambda: Article.objects.get(pk=article.pk))
    typed = {"editor": lin, "article": opened, "page": "p", "fields": {"title": [OTHER]}}
    together(
        trying(publishing.publish, PublishingError, article=article, user=lin),
        trying(form.store_unsaved, PublishingError, **typed),
        withdrawing(case),
    )
    stored = aside(lambda: Article.objects.get(pk=article.pk))
    assert (stored.state, bool(stored.barred_at), stored.body) == (State.WITHDRAWN, True, "")
    assert not aside(Unsaved.objects.exists)


def test_agreed_to_while_it_is_changed(case, lin, shared_database):
    asked = aside(lambda: make_asked(case, lin))
    changed = aside(lambda: wording(answer=OTHER))
    known = {"consultation": case, "user": lin, "version": asked.version, "wording": changed}
    judged = {"consultation": case, "asked_at": asked.asked_at}
    agreed = {**judged, "verdict": PublicationState.AGREED}
    together(
        trying(services.save_article, services.NotAllowedError, **known),
        trying(services.judge_article, services.NotAllowedError, **agreed),
    )
    found = aside(Publication.objects.get)
    words = {PublicationState.AGREED: ANSWER, PublicationState.PREPARING: OTHER}
    assert found.answer == words[found.state]
