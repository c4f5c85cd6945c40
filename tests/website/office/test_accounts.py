"""Accounts of the staff: which passwords are taken, and what the holder is told by mail."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from firm.models import SiteSettings
from outbox import services as outbox
from outbox.models import Notice
from tests.factories import make_lawyer, make_member, make_settings, make_staff, make_superuser
from tests.website.office.people.conftest import shown
from website.office import accounts
from website.office.accounts import COMMON, OWN, PASSWORD_HELP, SHORT, SIMPLE

pytestmark = pytest.mark.django_db
WHAT = "登录密码已修改"
# Of lists of leaked Chinese passwords; in the last two rows what a law office makes up.
LEAKED = """
woaini1314520 Qwer1234!@#$ 1qaz2wsx3edc a123456789012 zhangwei19900101 5201314123456789
zhangxiaoming1990 jiejie5201314 zhangyuanyuan520 shuijingzhilian huainianguoqu yuanlaishini
xinxiangshicheng 159753258456 198619861986 147258369789 007007007007 aa123456----
1234567890qw 123456zxcvbn qqqqqqqqqqqqqqqqqqqq xiaoliang123 wojiadianhua zhendeaini520
!QAZ2wsx#EDC 1q2w3e4r5t6y Admin@123456 P@ssw0rd1234 Aa123456789. Password2026! Beijing2026!!
Shanghai@2026 Zhang123456! iloveyou1314 helloworld123 zhongguoren1949 13800138000a
Lvshi@202611 Lvshi@2026.11 Lvshi2026!@# lvshishiwusuo lushishiwusuo8 falvzixun2026
antou20261127 admin@antou2026 LvSuo@20261127 lyushi123456 律师事务所律师事务所2026
"""
GOOD = """
王律师今天去法院开庭了吗 雨后的梧桐树下有三只蓝色的鸟 correcthorsebatterystaple
waipozuodehongshaoroutebiexiang xK9#mQ2vL7pR
Tr7vBq2LmX9z kuvmo-wqzax-3hftp purple-otter-sings-blues 38475910283746271
"""
NAMES = """
Zhangmin@2026 zhangmin19880808 minzhang123456 zmin20261127 min.office2026 Linzhiyuan2026!!
linzhiyuanlvshi1 jslzylssws2026 jiangsulinzhiyuan 张敏20261127号密码
"""
CHANGE = "/admin/password_change/"
NEW = "雨后的梧桐树下有三只猫"  # no more than a sentence that nobody has said
NEW += "在打盹"


@pytest.fixture
def lin():
    make_settings()
    return make_staff(email="lin@example.com", last_name="林", first_name="致远")


def test_mail_and_history_say_what_happened_when_and_by_whom_and_name_no_address(lin):
    for by, how, more in (
        (make_staff(last_name="张", first_name="敏"), "由张敏操作", ""),
        (lin, accounts.BY_HOLDER, ""),
        (None, accounts.BY_COMMAND, f"（{accounts.BY_COMMAND}）"),
    ):
        accounts.tell(lin, WHAT, by)
        notice = Notice.objects.latest("pk")
        body = notice.payload["body"]
        assert notice.recipient == "lin@example.com"
        assert {"林致远，您好：", f"变动：{WHAT}", f"方式：{how}"} <= set(body.splitlines())
        assert "时间：20" in body
        assert not [sign for sign in ("http", "/", "@") if sign in body]
        assert LogEntry.objects.latest("pk").change_message == WHAT + more
    accounts.tell(lin, accounts.MOVED, lin, "former@example.com")
    told = [one for one in Notice.objects.all() if accounts.MOVED in one.payload["body"]]
    assert {one.recipient for one in told} == {"lin@example.com", "former@example.com"}
    assert not any("@" in one.payload["body"] for one in told)


@pytest.fixture
def min_zhang():
    site = SiteSettings.load()
    site.firm_name = "江苏林致远律师事务所"
    site.save()
    return User(username="zmin", last_name="张", first_name="敏", email="min.office@163.com")


def refused(password, account=None):
    try:
        validate_password(password, account)
    except ValidationError as error:
        return error.messages
    return []


def test_what_leaks_and_names_are_refused_and_sentences_and_random_letters_taken(min_zhang):
    for password in LEAKED.split():
        assert refused(password, min_zhang)[0] in {COMMON, OWN, SIMPLE}, password
    for password in NAMES.split():
        assert refused(password, min_zhang) == [OWN], password
    for password in GOOD.split():
        assert refused(password, min_zhang) == [], password
    make_lawyer(name="欧阳修洁")
    assert refused("ouyangxiujie2026", min_zhang) == [OWN]
    assert refused("xK9#mQ2vL7p") == [SHORT]
    assert refused("Knackwurst8853") == [COMMON]
    assert accounts.refusal("1!" * 500_000, None) == SIMPLE
    for name, why in (("quuxfrobnicatrix", [OWN]), ("lin", [])):
        assert refused("quuxfrobnicatrix", User(username=name)) == why


def test_the_rule_stands_under_the_box_and_a_short_password_of_before_works(client):
    client.force_login(make_superuser())
    assert PASSWORD_HELP in client.get("/admin/password_change/").text
    make_superuser(username="lin", password="kurz")
    client.post("/admin/login/", {"username": "lin", "password": "kurz", "next": "/admin/"})
    assert client.get("/admin/").status_code == 200


@pytest.fixture
def member(db):
    make_settings()
    account = make_member("助理", username="member", email="member@example.com")
    account.set_password("x")
    account.save()
    return account


def change_own(client, new=NEW):
    typed = {"old_password": "x", "new_password1": new, "new_password2": new}
    return client.post(CHANGE, typed)


def told():
    return {
        notice.recipient: re.search("变动：(.*)", notice.payload["body"])[1]
        for notice in Notice.objects.all()
    }


def test_ones_own_new_password_is_mailed_and_a_refused_one_is_not(client, member):
    client.force_login(member)
    assert change_own(client, "kurz").status_code == 200
    assert told() == {}
    assert change_own(client).status_code == 302
    assert told() == {"member@example.com": accounts.CHANGED}
    assert LogEntry.objects.get().change_message == accounts.CHANGED


@pytest.fixture
def no_ledger(monkeypatch, client):
    """A ledger that takes nothing, as on a full disk."""

    def full(**_):
        raise OSError("disk full")

    monkeypatch.setattr(outbox, "enqueue_mail", full)
    client.raise_request_exception = False


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_no_password_and_no_address_changes_where_the_mail_cannot_be_written(
    client, member, no_ledger
):
    client.force_login(make_superuser(username="boss"))
    typed = shown(client, member) | {"email": "new@example.com"}
    assert client.post(f"/admin/people/{member.pk}/", typed).status_code == 500
    client.force_login(member)
    assert change_own(client).status_code == 500
    stored = get_user_model().objects.get(pk=member.pk)
    assert (stored.email, stored.check_password("x")) == ("member@example.com", True)
    assert not LogEntry.objects.exists()
