"""The firm's colour and mark in every page."""

import base64
import hashlib
import re

import pytest

from tests.factories import make_settings
from tests.firm.pictures import picture, upload
from tests.website.http.test_csp import policy

pytestmark = pytest.mark.django_db


def test_the_firms_colour_stands_in_the_page_and_its_hash_in_the_policy(client):
    make_settings(accent="#8a2b2b")
    answer = client.get("/")
    (rules,) = re.findall(r"<style>(.+?)</style>", answer.text)
    assert "--firm-accent:#8a2b2b;" in rules
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    assert policy(answer)["style-src"] == {"'self'", f"'sha256-{digest}'"}


def test_a_page_in_the_firms_colour_is_the_same_for_everybody(client):
    make_settings(accent="#8a2b2b")
    one, other = client.get("/contact/"), client.get("/contact/")
    assert (one.content, policy(one)) == (other.content, policy(other))


def test_the_colour_does_not_narrow_what_the_editor_may(admin_client):
    make_settings(accent="#8a2b2b")
    page = admin_client.get("/admin/firm/page/add/")
    assert "<style>" in page.text
    assert policy(page)["style-src"] == {"'self'", "'unsafe-inline'"}


def test_the_colour_that_the_site_comes_with_needs_no_style(client):
    make_settings()
    assert "<style" not in client.get("/").text


def test_a_colour_that_cannot_be_read_is_not_saved(admin_client):
    make_settings()
    page = "/admin/firm/sitesettings/1/change/"
    form = admin_client.get(page).context["adminform"].form
    kept = {name: value for name, value in form.initial.items() if value is not None}
    answer = admin_client.post(page, {**kept, "mark": "", "accent": "#f1c40f"})
    assert "建议改用相近的#826700" in answer.text


@pytest.mark.parametrize("accent", ["", "#14", "red", "#8a2b2z", "}a{b:c}", "</style"])
def test_a_colour_that_no_form_has_checked_is_none(client, accent):
    type(make_settings()).objects.update(accent=accent)
    answer = client.get("/contact/")
    assert answer.status_code == 200
    assert "<style" not in answer.text
    assert client.get("/no/").status_code == 404


def test_a_site_without_a_mark_shows_the_first_sign_of_its_name(client):
    make_settings(site_name="石桥律师网")
    answer = client.get("/mark.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert ">石</text>" in answer.text


def test_a_name_cannot_break_out_of_the_mark(client):
    make_settings(site_name="<script>")
    assert "&lt;</text>" in client.get("/mark.svg").text


def test_a_mark_of_its_own_stands_in_the_head_and_on_the_tab(client):
    settings = make_settings(mark=upload(picture(size=(200, 200))))
    address = settings.mark.picture.src
    page = client.get("/").text
    assert f'class="mark" src="{address}"' in page
    assert f'<link rel="icon" href="{address}">' in " ".join(page.split())
    assert client.get("/mark.svg").headers["Location"] == address
    assert client.get("/favicon.ico").headers["Location"] == "/mark.svg"
