"""The inbox of a firm with very many consultations: page after page, and what each page costs."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consult.crypto import fields
from consult.models import Consultation
from tests.factories import make_area, make_consultation, make_settings, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INBOX = "/admin/consult/consultation/"
QUERIES = 14


@pytest.fixture
def manager(client, monkeypatch):
    """Who sees everything, one consultation to a page."""
    monkeypatch.setattr(admin.site.get_model_admin(Consultation), "list_per_page", 1)
    make_settings(notify_email="office@example.com")
    client.force_login(make_superuser())
    return client


def asked(number):
    area = make_area()
    return [make_consultation(area=area, name="王小明")[0].pk for _ in range(number)]


@pytest.mark.parametrize("query", ["", "&work=all", "&work=all&o=5", "&work=all&o=-5"])
def test_page_after_page_shows_each_consultation_once(manager, query):
    made = asked(3)
    pages = [manager.get(f"{INBOX}?p={page}{query}").context["cl"] for page in (1, 2, 3)]
    found = [row.pk for page in pages for row in page.result_list]
    assert (len(found), {*found}) == (3, {*made})


@pytest.mark.parametrize("rows", [1, 3])
def test_the_last_page_costs_as_many_queries_as_the_first(manager, rows, django_assert_num_queries):
    asked(rows)
    for page in (1, rows):
        manager.get(f"{INBOX}?p={page}")  # after which it is recorded who has seen the questions
        with django_assert_num_queries(QUERIES):
            manager.get(f"{INBOX}?p={page}")


def test_only_keys_are_sorted_to_find_a_page(manager):
    asked(2)
    with CaptureQueriesContext(connection) as queries:
        manager.get(f"{INBOX}?p=2")
    (rows,) = [one["sql"] for one in queries if "OFFSET 1" in one["sql"]]
    inner = rows.partition('"id" IN (SELECT')[2]
    assert "OFFSET 1" in inner
    assert ("phone" in inner, "consult_message" in inner) == (False, False)


def test_nothing_is_opened_of_what_is_not_shown(manager, monkeypatch):
    asked(3)
    opened, decrypt = [], fields.decrypt
    monkeypatch.setattr(
        fields, "decrypt", lambda value, place: opened.append(place) or decrypt(value, place)
    )
    (shown,) = manager.get(f"{INBOX}?p=3").context["cl"].result_list
    question = shown.messages.get()
    places = {place.rpartition(":")[2] for place in opened}
    assert places == {str(shown.pk), str(question.pk)}
