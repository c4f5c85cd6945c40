"""The admin site: banner, words, second factor, lockout."""

import gettext
import json
import re
import time

import pytest
from django.conf import settings as django_settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_lawyer, make_notice, make_settings, make_staff, make_superuser

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def clock(device, steps=0):
    """The six digits that the telephone shows, now or some steps of 30 seconds from now."""
    shown = TOTP(device.bin_key, device.step, device.t0, device.digits)
    shown.time = time.time() + steps * device.step
    return f"{shown.token():06d}"


@pytest.fixture
def otp(settings):
    settings.OTP_REQUIRED = True


@pytest.fixture
def lin(otp):
    """A lawyer with a telephone and two recovery codes."""
    user = make_superuser(username="lin")
    user.phone = TOTPDevice.objects.create(user=user, name="手机")
    codes = StaticDevice.objects.create(user=user, name="恢复码")
    for code in ("abcd2345", "efgh6723"):
        StaticToken.objects.create(device=codes, token=code)
    return user


def log_in(client, token=None, password="x", **extra):
    typed = {"username": "lin", "password": password, "next": "/admin/"}
    return client.post(LOGIN, typed | ({"otp_token": token} if token else {}), **extra)


def is_in(client):
    return client.get("/admin/").status_code == 200


def failures():
    return dict(TOTPDevice.objects.values_list("name", "throttling_failure_count"))


def test_a_password_alone_stays_outside(client, lin):
    answer = log_in(client)
    assert "请输入验证器上的 6 位数字" in answer.content.decode()
    assert not is_in(client)


def test_the_login_page_asks_for_the_code(client, lin):
    assert 'name="otp_token"' in client.get(LOGIN).content.decode()


def test_password_and_code_lead_in(client, lin):
    assert log_in(client, clock(lin.phone)).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("form", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} "])
def test_a_code_may_be_typed_with_spaces(client, lin, form):
    log_in(client, form.format(clock(lin.phone)))
    assert is_in(client)


def test_a_code_may_be_typed_in_full_width_digits(client, lin):
    wide = clock(lin.phone).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    log_in(client, wide)
    assert is_in(client)


def test_a_code_works_once(client, lin):
    code = clock(lin.phone)
    log_in(client, code)
    client.logout()
    assert "已经用过" in log_in(client, code).content.decode()
    assert not is_in(client)


def test_a_wrong_code_stays_outside_and_the_password_is_not_sent_back(client, lin):
    lin.set_password("geheim-456")
    lin.save()
    page = log_in(client, "000000", password="geheim-456").content.decode()
    assert "验证码不对" in page
    assert "geheim-456" not in page


def test_a_code_with_a_wrong_password_stays_outside(client, lin):
    log_in(client, clock(lin.phone), password="wrong")
    assert not is_in(client)


def test_a_recovery_code_leads_in_once(client, lin):
    log_in(client, "abcd2345")
    assert is_in(client)
    client.logout()
    log_in(client, "abcd2345")
    assert not is_in(client)


def test_a_recovery_code_may_be_typed_in_capitals(client, lin):
    log_in(client, "ABCD 2345")
    assert is_in(client)


def test_a_wrong_clock_code_does_not_slow_the_recovery_codes(client, lin):
    log_in(client, "000000")
    assert StaticDevice.objects.get().throttling_failure_count == 0
    log_in(client, "abcd2345")
    assert is_in(client)


def test_a_wrong_recovery_code_does_not_slow_the_telephone(client, lin):
    log_in(client, "zzzz9999")
    assert failures() == {"手机": 0}


def test_the_second_telephone_does_not_slow_the_first(client, lin):
    tablet = TOTPDevice.objects.create(user=lin, name="平板")
    log_in(client, clock(tablet))
    assert is_in(client)
    assert failures() == {"手机": 0, "平板": 0}


def test_a_code_that_fits_no_telephone_slows_them_all(client, lin):
    TOTPDevice.objects.create(user=lin, name="平板")
    log_in(client, "000000")
    assert failures() == {"手机": 1, "平板": 1}


def test_guessing_is_slowed_even_with_the_right_code(client, lin):
    for _ in range(3):
        log_in(client, "000000")
    assert "稍等" in log_in(client, clock(lin.phone)).content.decode()
    assert not is_in(client)


def test_a_telephone_that_was_not_confirmed_does_not_count(client, lin):
    new = TOTPDevice.objects.create(user=lin, name="新手机", confirmed=False)
    log_in(client, clock(new))
    assert not is_in(client)


def test_the_telephone_of_somebody_else_does_not_count(client, lin):
    other = TOTPDevice.objects.create(user=make_staff(), name="别人的")
    answer = client.post(
        LOGIN,
        {
            "username": "lin",
            "password": "x",
            "otp_token": clock(other),
            "otp_device": other.persistent_id,
        },
    )
    assert answer.status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize(
    "device", ["", "x", "otp_totp.totpdevice/abc", "auth.user/1", "\x00/1", "a/b/c"]
)
@pytest.mark.parametrize(
    "token", ["１２３４５６", "٠١٢٣٤٥", "\x00", "x" * 33, "9" * 32, "律师律师律师"]
)
def test_nonsense_in_the_form_is_answered_in_chinese(client, lin, device, token):
    typed = {"username": "lin", "password": "x", "otp_token": token, "otp_device": device}
    answer = client.post(LOGIN, typed | {"otp_challenge": "1"})
    assert answer.status_code == 200
    for sentence in answer.context["form"].non_field_errors():
        assert not re.search("[A-Za-z]{4}", sentence)
    assert not is_in(client)


def test_a_session_of_before_the_second_factor_is_sent_to_the_login(client, lin):
    client.force_login(lin)
    assert client.get("/admin/").status_code == 302


def test_without_the_second_factor_a_password_is_enough(client, settings):
    settings.OTP_REQUIRED = False
    make_superuser(username="lin")
    log_in(client)
    assert is_in(client)


def test_someone_who_is_no_staff_stays_outside(client, settings):
    settings.OTP_REQUIRED = False
    make_staff(username="lin", is_staff=False)
    log_in(client)
    assert not is_in(client)


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
    r"ICP|QQ|URL|HTML|CSV|SMTP|AI|PDF|Antou|https?:\S+|www\S*|[\w.-]+@[\w.-]+|[a-z]+-[a-z-]+"
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
    for app in client.get("/admin/").context["app_list"]:
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


@pytest.mark.parametrize("address", pages())
def test_no_english_label_stands_on_a_page_of_ours(client, address):
    client.force_login(make_superuser())
    call_command("load_demo", verbosity=0)
    for page in (client.get(address, follow=True), client.get(f"{address}add/")):
        html = re.sub(r"<(script|style).*?</\1>", "", page.content.decode(), flags=re.S)
        shown = re.findall(r"<(?:label|th|h1|h2|legend|caption)\b[^>]*>(.*?)</", html, re.S)
        texts = [re.sub(r"<[^>]*>", "", text).strip() for text in shown]
        assert not [text for text in texts if english(text)]


def catalogue(path):
    """The translations of a .po file without plurals."""
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', path.read_text(encoding="utf-8"), re.M)
    return {key.replace('\\"', '"'): value.replace('\\"', '"') for key, value in pairs}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_our_own_translations_are_compiled(domain):
    folder = django_settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES"
    with (folder / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled.pop("")
    assert catalogue(folder / f"{domain}.po") == compiled


def test_the_boxes_with_arrows_are_chinese(client):
    client.force_login(make_superuser())
    script = client.get("/admin/jsi18n/").content.decode()
    assert json.loads(re.search(r'"Choose all %s": ("[^"]*")', script)[1]) == "全选%s"


def test_the_admin_speaks_chinese_whatever_the_browser_asks_for(client):
    page = client.get(LOGIN, headers={"Accept-Language": "en-US"}).content.decode()
    assert "用户名" in page
    assert django_settings.LANGUAGE_CODE == "zh-hans"
    assert get_user_model()._meta.verbose_name == "用户"
