"""The row of site settings is read once for each request, and never remembered beyond it."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firm.models import SiteSettings
from tests.consult.posting import FORM, good_post
from tests.factories import make_article, make_consultation, make_settings, make_superuser
from website.http.middleware import settings_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def row():
    return make_settings()


def reads(call):
    """How often the row is read while something is done."""
    with CaptureQueriesContext(connection) as queries:
        call()
    return sum('"firm_sitesettings"."site_name"' in query["sql"] for query in queries)


def within_a_request(view):
    """A post of the office: no other request changes the row."""
    return settings_once(view)(RequestFactory().post(reverse("admin:index")))


def test_a_page_a_post_and_the_office_read_it_once(client):
    post, asked, article = good_post(), make_consultation()[0], make_article()
    for address in ("/", "/articles/", "/contact/", "/consult/", "/no/such/page/"):
        assert reads(lambda address=address: client.get(address)) == 1
    assert reads(lambda: client.post(FORM, post)) == 1
    client.force_login(make_superuser())
    for name, args in (
        ("index", []),
        ("consult_consultation_change", [asked.pk]),
        ("articles_article_change", [article.pk]),
    ):
        address = reverse(f"admin:{name}", args=args)
        assert reads(lambda address=address: client.get(address)) == 1


def test_the_next_request_sees_what_was_changed_behind_its_back(client, row):
    client.get("/")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE firm_sitesettings SET site_name = %s", ["另一个名字"])
    assert "另一个名字" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda: make_settings(city="新城"),
        lambda: SiteSettings.objects.update(city="新城"),
        lambda: SiteSettings.objects.filter(pk=1).update(city="新城"),
    ],
)
def test_what_a_request_changes_it_reads_anew(change):
    def view(request):
        before = SiteSettings.load().city
        change()
        return before, SiteSettings.load().city

    assert within_a_request(view) == ("云澜", "新城")


def test_a_request_that_fails_leaves_nothing_behind():
    def view(request):
        SiteSettings.load()
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        within_a_request(view)
    assert reads(SiteSettings.load) == 1


def test_outside_of_a_request_it_is_read_each_time():
    assert reads(lambda: [SiteSettings.load(), SiteSettings.load()]) == 2


def test_a_form_that_is_refused_changes_no_page_around_it(client, row):
    client.force_login(make_superuser())
    address = reverse("admin:firm_sitesettings_change", args=[row.pk])
    shown = client.get(address).context["adminform"].form
    typed = {name: shown[name].value() or "" for name in shown.fields}
    answer = client.post(address, {**typed, "site_name": "没有存下的名字", "service_time": "乱写"})
    assert answer.context["adminform"].form.errors.keys() == {"service_time"}
    assert f"<strong>{row.site_name}</strong>" in answer.text
    assert "<strong>没有存下的名字</strong>" not in answer.text
