"""A client and the office at the same moment: what was not agreed to, or not any more, stays in."""

from contextlib import suppress

import pytest

from articles.admin import form
from articles.models import Article, State, Unsaved
from articles.workflow import publishing
from articles.workflow.publishing import PublishingError
from consult import services
from consult.base.enums import ConsentKind, PublicationState
from consult.models import Publication
from tests.consult.publishing import (
    ANSWER,
    agree,
    make_answered,
    make_asked,
    make_made,
    wording,
)
from tests.factories import make_superuser
from tests.threads import aside, together

pytestmark = pytest.mark.engine
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
