"""The client and the text that would be public: read, agree, change, object, take back."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from articles.workflow import publishing
from consult import services
from consult.base.decisions import Decided, Reason
from consult.base.enums import PublicationState as State
from consult.client.session import NextPageMessage
from consult.forms.publication import NO_WISH, NOT_AS_IT_IS, NOT_CHOSEN
from consult.models import Publication
from consult.public.guards import BUSY_WRITTEN
from consult.public.thread import NOTHING
from consult.services.publication import NOT_REQUESTED
from tests.consult.posting import THREAD, enter, shift
from tests.consult.publishing import (
    ANSWER,
    QUESTION,
    TITLE,
    make_answered,
    make_asked,
    make_made,
    wording,
)
from tests.factories import make_settings, make_superuser

pytestmark = pytest.mark.django_db
PAGE, ERASE = reverse("consult:article"), reverse("consult:erase")
WITHDRAW = reverse("consult:withdraw", args=["publication"])
WISH = "不要写木工"


@pytest.fixture
def lin():
    make_settings()
    return make_superuser()


@pytest.fixture
def case(client, lin):
    case, code = make_answered(lin)
    enter(client, code)
    return case


def state():
    return Publication.objects.get().state


def say(client, verdict, **fields):
    form = client.get(PAGE).context["form"]
    return client.post(PAGE, {"asked": form["asked"].value(), "verdict": verdict, **fields})


def test_the_thread_leads_to_the_text_and_the_client_judges_it(client, case, lin):
    assert PAGE not in client.get(THREAD).text
    make_asked(case, lin)
    assert PAGE in client.get(THREAD).text
    page = client.get(PAGE)
    for words in (TITLE, QUESTION, *ANSWER.split("\n")):
        assert words in page.text
    again = client.post(PAGE, {"text": WISH})
    assert again.status_code == 422
    assert NOT_CHOSEN in again.text
    assert WISH in again.text
    again = say(client, "changes")
    assert (again.status_code, NO_WISH in again.text) == (422, True)
    for asked in ("", "odd", "2020-01-01T00:00:00+08:00"):  # yes to another text is none
        page = client.post(PAGE, {"verdict": "agreed", "asked": asked, "text": WISH})
        assert (page.status_code, NOT_REQUESTED in page.text, WISH in page.text) == (
            409,
            True,
            True,
        )
    for method in ("get", "post"):
        page = getattr(Client(), method)(PAGE, {"verdict": "agreed"})
        assert (page.status_code, TITLE in page.text) == (403, False)
    assert state() == State.ASKED
    assert say(client, "agreed").url == THREAD
    assert NextPageMessage.AGREED.label in client.get(THREAD).text
    assert state() == State.AGREED


def test_a_wish_reaches_the_lawyer_and_a_no_needs_no_reason(client, case, lin):
    make_asked(case, lin)
    say(client, "changes", text=WISH)
    assert (state(), Publication.objects.get().wish) == (State.CHANGES, WISH)
    say(client, "objected")
    assert state() == State.OBJECTED


def test_the_client_reads_the_marks_and_wants_one_gone(client, case, lin):
    ticked = Decided({"王建国": "unknown"}).dumped()
    make_asked(case, lin, question="王建国还未签字。", choices=ticked)
    page = client.get(PAGE)
    ((mark, go),) = page.context["form"].rows()
    assert "<mark>王建国</mark>还未签字。" in page.text
    assert Reason.UNKNOWN.label in page.text
    again = say(client, "agreed", **{go.html_name: "on"})
    assert (again.status_code, NOT_AS_IT_IS in again.text) == (422, True)
    assert say(client, "changes", text=WISH, **{go.html_name: "on"}).status_code == 302
    stored = Publication.objects.get()
    assert mark.text in stored.wish
    assert WISH in stored.wish
    assert stored.decided == Decided({}, ["王建国"])


def test_a_text_that_is_being_changed_is_not_shown_and_a_wish_to_it_is_not_lost(client, case, lin):
    old = make_asked(case, lin)
    known = {"consultation": case, "user": lin, "version": old.version}
    services.save_article(**known, wording=wording(title="新标题？"))
    page = client.get(PAGE).text
    assert (NOTHING in page, TITLE in page) == (True, False)
    late = client.post(PAGE, {"verdict": "changes", "text": WISH})
    assert (late.status_code, WISH in late.text) == (409, True)


def test_a_wish_survives_a_busy_database_and_15_idle_minutes(client, case, lin, monkeypatch):
    def busy(**fields):
        raise OperationalError

    make_asked(case, lin)
    with monkeypatch.context() as broken:
        broken.setattr(services, "judge_article", busy)
        told = say(client, "changes", text=WISH)
    assert (told.status_code, BUSY_WRITTEN in told.text, WISH in told.text) == (503, True, True)
    shift(monkeypatch, minutes=16)
    page = client.post(PAGE, {"verdict": "changes", "text": WISH})
    assert (page.status_code, WISH in page.text) == (403, True)


@pytest.mark.parametrize(("chosen", "status"), [("keep", 200), ("take_down", 410)])
def test_who_erases_all_is_asked_about_the_article(client, case, lin, chosen, status):
    assert "id_article" not in client.get(ERASE).text  # where there is one
    article = make_made(case, lin)
    publishing.publish(article=article, user=lin)
    page = client.get(ERASE)
    assert 'value="take_down" id="id_article_0" checked' in page.text.replace("required ", "")
    assert client.post(ERASE, {"sure": "on", "article": "odd"}).status_code == 422
    assert client.post(ERASE, {"sure": "on", "article": chosen}).status_code == 302
    assert Client().get(article.get_absolute_url()).status_code == status
    assert not Publication.objects.exists()
