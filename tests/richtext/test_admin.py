"""Picture upload of the editor: staff with the permission, real pictures, JSON answers."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from firm.models import Page
from richtext.core.editor import NO_PICTURES, EditorWidget
from tests.factories import make_area, make_staff, make_superuser
from tests.firm.pictures import SCRIPT, picture, upload
from tests.richtext.core.test_pictures_store import everything
from tests.richtext.core.test_sanitise import LINKS, OWN, is_harmless

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/firm/page/picture/upload/"


def send(client, data=None, name="photo.png"):
    return client.post(ADDRESS, {"upload": upload(picture() if data is None else data, name)})


@pytest.mark.parametrize(
    "permission",
    [
        "articles.add_article", "articles.change_article", "firm.add_page", "firm.change_page",
        "firm.add_practicearea", "firm.change_practicearea",
    ],
)  # fmt: skip
def test_staff_who_may_write_with_the_editor_may_upload(client, permission):
    client.force_login(make_staff(permission))
    answer = send(client).json()
    assert answer["uploaded"] == 1
    assert default_storage.exists(answer["url"].removeprefix("/media/"))
    assert client.get(answer["url"]).status_code == 200


@pytest.mark.parametrize(
    "user",
    [
        lambda: make_staff("articles.view_article", "firm.change_lawyer"),
        lambda: make_staff("articles.change_article", is_staff=False),
        lambda: make_staff("articles.change_article", is_active=False),
    ],
)
def test_others_are_refused_and_nothing_is_stored(client, user, settings):
    assert send(client).status_code == 403  # a visitor
    client.force_login(user())
    answer = send(client)
    assert (answer.status_code, answer.json()["uploaded"]) == (403, 0)
    assert answer.json()["error"]["message"] == NO_PICTURES
    settings.OTP_REQUIRED = True  # where a password alone is not enough
    client.force_login(make_superuser())
    assert send(client).status_code == 403
    assert everything() == []


@pytest.mark.parametrize(
    ("data", "name"), [(SCRIPT, "photo.jpg"), (b"GIF89a", "a.gif"), (b"", "a.png")]
)
def test_what_is_no_picture_is_refused_with_a_sentence(client, data, name):
    client.force_login(make_superuser())
    answer = send(client, data, name)
    assert (answer.status_code, answer.json()["uploaded"]) == (400, 0)
    assert "图片" in answer.json()["error"]["message"]
    assert everything() == []


def test_what_is_no_upload_is_told_so_and_a_name_is_ours(client):
    client.force_login(make_superuser())
    answer = send(client, picture() + SCRIPT, "evil.html").json()
    assert answer["url"].endswith(".webp")
    assert "evil" not in answer["url"] + answer["fileName"]
    assert client.get(ADDRESS).status_code == 405
    kind = "multipart/form-data; boundary=x"
    answer = client.post(ADDRESS, b"--x\r\nContent-Disp", content_type=kind)
    assert answer.status_code == 400
    for typed in ({}, {"upload": "text"}, {"file": "x"}):
        answer = client.post(ADDRESS, typed)
        assert (answer.status_code, answer.json()["uploaded"]) == (400, 0)


def test_the_token_against_forgery_is_required_and_may_come_in_the_header():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())
    assert send(client).status_code == 403
    assert everything() == []
    assert client.post(PASTED, {"html": "<p>x</p>"}).status_code == 403
    headers = {"X-CSRFToken": str(client.get("/admin/firm/page/add/").context["csrf_token"])}
    answer = client.post(ADDRESS, {"upload": upload(picture())}, headers=headers)
    assert answer.json()["uploaded"] == 1


PASTED = "/admin/firm/page/pasted/"


def test_pasted_html_comes_back_tidy_with_the_number_of_pictures_left_out(client):
    client.force_login(make_staff("articles.change_article"))
    html = "<section><b>甲</b><img data-src='https://foreign.example/a'></section>"
    answer = client.post(PASTED, {"html": html})
    assert answer.json() == {"html": "<p><strong>甲</strong></p>", "left_out": 1}


@pytest.mark.parametrize("home", ["https://firm.example", "https://pictures.example/firm"])
def test_a_picture_that_was_copied_from_a_page_of_the_site_is_kept(client, home, settings):
    settings.SITE_URL = "https://firm.example"
    settings.MEDIA_PUBLIC_URL = "https://pictures.example/firm/media"
    client.force_login(make_staff("articles.change_article"))
    html = f'<p><img src="{home}{OWN}" alt="图"></p>'
    told = {"html": f'<p><img src="{OWN}" alt="图"></p>', "left_out": 0}
    assert client.post(PASTED, {"html": html}).json() == told
    html = html.replace("firm", "evil")
    assert client.post(PASTED, {"html": html}).json() == {"html": "<p></p>", "left_out": 1}


@pytest.mark.parametrize("html", ["", "<section>" * 50_000, "<" * 100_000, "<p>\x00</p>"])
def test_whatever_is_pasted_is_answered(client, html):
    client.force_login(make_superuser())
    answer = client.post(PASTED, {"html": html})
    assert (answer.status_code, answer.json()["left_out"]) == (200, 0)


def test_texts_of_the_firm_are_stored_harmless_and_old_ones_are_so_in_the_editor():
    wild = "".join(LINKS)
    stored = [make_area(text=wild).text, Page.objects.create(slug="x", title="x", body=wild).body]
    for html in (*stored, EditorWidget().format_value(wild)):
        assert html.count("x</a>") == len(LINKS)
        assert is_harmless(html)
