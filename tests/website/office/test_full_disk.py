"""A database that takes nothing more: who reads it is told why and whom to ask, no text is lost."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult.admin.start_page import NO_ROOM
from consult.public.guards import CALL, NOT_STORED
from firm.admin import lost_post
from richtext.base import disk
from richtext.core.pictures import NO_ROOM as NO_PICTURE
from tests.consult.desk_pages import page_of
from tests.consult.posting import FORM, QUESTION, THREAD, enter, good_post, reply_token, token
from tests.factories import make_article, make_settings, make_submitted, make_superuser
from tests.firm.pictures import picture, upload
from website.http import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(monkeypatch):
    """From this call on nothing is stored any more, and no room is left."""
    if connection.vendor != "sqlite":
        pytest.skip("the disk of PostgreSQL is another machine's")

    def begin():
        monkeypatch.setattr(disk, "free", lambda folder: 0)
        connection.cursor().execute("PRAGMA query_only = ON")

    yield begin
    connection.cursor().execute("PRAGMA query_only = OFF")


@pytest.fixture
def office(client):
    make_settings()
    client.force_login(make_superuser(username="boss"))
    client.raise_request_exception = False
    return client


def test_below_the_reserve_no_files_are_taken_and_the_start_page_says_so(office, settings):
    settings.DISK_RESERVE_MB = 10**9
    left = disk.free(settings.DATA_DIR) // disk.MB
    assert NO_ROOM["low"].format(left)[:12] in office.get(reverse("admin:index")).text
    answer = office.post(
        reverse("admin:firm_upload_picture"), {"upload": upload(picture(), "a.png")}
    )
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, NO_PICTURE)


def test_start_page_reply_and_article_say_what_to_do_and_come_back(office, full):
    asked, _ = make_submitted()
    article = make_article()
    address = reverse("admin:articles_article_change", args=[article.pk])
    form = office.get(address).context["adminform"].form
    known = {name: form[name].value() or "" for name in form.fields}
    post = {"action": "reply", "text": "律师的答复", "token": reply_token(asked)}
    full()
    answer = Client(raise_request_exception=False).post(
        reverse("admin:login"), {"username": "boss", "password": "x"}
    )
    assert (answer.status_code, errors.NO_ROOM_IN_OFFICE in answer.text) == (503, True)
    assert NO_ROOM["full"].format(0) in office.get(reverse("admin:index")).text
    answer = office.post(page_of(asked), post)
    assert answer.status_code == 503
    assert lost_post.NO_ROOM in answer.text
    assert "律师的答复</textarea>" in answer.text
    answer = office.post(address, {**known, "title": "改过的标题，应该怎么办？"})
    assert answer.status_code == 503
    assert lost_post.NO_ROOM in answer.text
    assert "改过的标题，应该怎么办？" in answer.text


def test_a_question_and_what_is_added_come_back_with_the_telephone(client, full):
    phone = make_settings().phone
    enter(client, make_submitted()[1])
    post = good_post()
    full()
    told = client.get(reverse("consult:challenge"))  # a puzzle is given out and not counted
    assert (told.status_code, "signature" in told.json()) == (200, True)
    for address, fields in (
        (FORM, post),
        (THREAD, {"action": "message", "text": QUESTION, "token": token()}),
    ):
        answer = client.post(address, fields)
        assert answer.status_code == 503
        assert NOT_STORED.format(CALL.format(phone)) in answer.text
        assert QUESTION in answer.text
