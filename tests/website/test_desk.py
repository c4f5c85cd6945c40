"""The admin site: banner, words, lockout."""

import json
import re

import pytest
from django.conf import settings as django_settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command

from tests.factories import make_lawyer, make_notice, make_settings, make_superuser

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def log_in(client, password="x", **extra):
    typed = {"username": "lin", "password": password, "next": "/admin/"}
    return client.post(LOGIN, typed, **extra)


def test_five_wrong_passwords_lock_the_name_for_this_address_alone(client, settings):
    settings.OTP_REQUIRED = False
    make_superuser(username="lin")
    answers = [log_in(client, password="wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = log_in(client)
    assert (locked.status_code, "一小时后再试" in locked.content.decode()) == (429, True)
    assert log_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_locked_name_does_not_lock_another(client, settings):
    settings.OTP_REQUIRED = False
    make_superuser(username="lin")
    make_superuser(username="shen")
    for _ in range(6):
        log_in(client, password="wrong")
    answer = client.post(LOGIN, {"username": "shen", "password": "x", "next": "/admin/"})
    assert answer.status_code == 302


def test_the_login_page_is_never_cached(client):
    assert "no-store" in client.get(LOGIN).headers["Cache-Control"]


def test_the_banner_names_what_is_missing_with_a_link(client):
    client.force_login(make_superuser())
    page = client.get("/admin/").content.decode()
    for label in ("律师事务所名称", "执业许可证号", "至少一位律师", "办公地址", "隐私告知"):
        assert label in page
    assert '<a href="/admin/firm/office/">' in page


def test_the_banner_is_gone_when_all_is_there(client):
    from firm.models import Office

    make_settings(), make_lawyer(), make_notice()
    Office.objects.create(address="云澜路 1 号")
    client.force_login(make_superuser())
    assert "还缺少" not in client.get("/admin/").content.decode()


def test_a_visitor_is_not_told_what_is_missing(client):
    assert "还缺少" not in client.get(LOGIN).content.decode()


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


def pages():
    """The list and the add form of every record of ours that is in the admin."""
    for model in admin.site._registry:
        if model._meta.app_label in OURS:
            yield f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def test_no_english_label_stands_on_a_page_of_ours(client, subtests):
    client.force_login(make_superuser())
    call_command("load_demo", verbosity=0)
    for address in pages():
        with subtests.test(address):
            no_english_label(client, address)


def no_english_label(client, address):
    for page in (client.get(address, follow=True), client.get(f"{address}add/")):
        html = re.sub(r"<(script|style).*?</\1>", "", page.content.decode(), flags=re.S)
        shown = re.findall(r"<(?:label|th|h1|h2|legend|caption)\b[^>]*>(.*?)</", html, re.S)
        texts = [re.sub(r"<[^>]*>", "", text).strip() for text in shown]
        assert not [text for text in texts if english(text)]


def test_the_boxes_with_arrows_are_chinese(client):
    client.force_login(make_superuser())
    script = client.get("/admin/jsi18n/").content.decode()
    assert json.loads(re.search(r'"Choose all %s": ("[^"]*")', script)[1]) == "全选%s"


def test_the_admin_speaks_chinese_whatever_the_browser_asks_for(client):
    page = client.get(LOGIN, headers={"Accept-Language": "en-US"}).content.decode()
    assert "用户名" in page
    assert django_settings.LANGUAGE_CODE == "zh-hans"
    assert get_user_model()._meta.verbose_name == "人员账号"
