"""The admin site: banner, words."""

import re

import pytest
from django.conf import settings as django_settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from firm.site.required_particulars import missing_particulars
from tests.factories import make_lawyer, make_notice, make_settings, make_superuser

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def test_the_login_page_is_never_cached(client):
    assert "no-store" in client.get(LOGIN).headers["Cache-Control"]


def banner(client, page="/admin/firm/office/"):
    """What the pages of the admin say is missing; the start page has a list of its own for it."""
    html = client.get(page).content.decode()
    return html.partition('<div class="missing" role="status">')[2].partition("</ul>")[0]


def test_the_banner_names_what_is_missing_with_a_link(client):
    client.force_login(make_superuser())
    told = re.findall(r'<a href="([^"]+)">([^<]+)</a>', banner(client))
    assert told == [(reverse(one.where), one.label) for one in missing_particulars()]
    assert len(told) == 7


def test_the_banner_is_gone_when_all_is_there(client):
    from firm.models import Office

    make_settings(), make_lawyer(), make_notice()
    Office.objects.create(address="云澜路 1 号")
    client.force_login(make_superuser())
    assert banner(client) == ""


def test_a_visitor_is_not_told_what_is_missing(client):
    assert banner(client, LOGIN) == ""


OURS = ["firm", "articles", "consult", "outbox", "statutes"]
LATIN = re.compile(r"[A-Za-z]{3,}")
KNOWN = re.compile(
    r"ICP|QQ|URL|HTML|CSV|SMTP|AI|PDF|Word|Antou|fees|https?:\S+|www\S*|[\w.-]+@[\w.-]+|[a-z]+-[a-z-]+"
)


def english(text):
    return LATIN.search(KNOWN.sub("", str(text)))


def test_every_record_and_field_of_ours_has_a_chinese_name():
    models = [m for m in admin.site._registry if m._meta.app_label in OURS]
    names = [(m.__name__, m._meta.verbose_name) for m in models]
    names += [
        (f"{m.__name__}.{field.name}", text)
        for m in models
        for field in m._meta.fields
        if not field.primary_key and (field.editable or field.auto_created)
        for text in (field.verbose_name, field.help_text)
    ]
    assert not [name for name, text in names if english(text)]


def test_every_app_in_the_admin_has_a_chinese_name(client):
    client.force_login(make_superuser())
    apps = client.get("/admin/").context["app_list"]
    assert len(apps) > 4
    for app in apps:
        assert not english(app["name"])
        assert not [model["name"] for model in app["models"] if english(model["name"])]


def test_the_devices_of_the_second_factor_are_not_in_the_admin(client):
    client.force_login(make_superuser())
    page = client.get("/admin/").content.decode()
    assert "otp_totp" not in page
    assert "otp_static" not in page
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404


def test_the_admin_speaks_chinese_whatever_the_browser_asks_for(client):
    page = client.get(LOGIN, headers={"Accept-Language": "en-US"}).content.decode()
    assert "用户名" in page
    assert django_settings.LANGUAGE_CODE == "zh-hans"
    assert get_user_model()._meta.verbose_name == "人员账号"
