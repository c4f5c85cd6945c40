"""Which passwords the staff may choose; those refused are of kinds that leak in China."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from firm.models import SiteSettings
from tests.factories import make_lawyer, make_staff, make_superuser
from website.office import accounts
from website.office.accounts import COMMON, OWN, PASSWORD_HELP, SHORT, SIMPLE

pytestmark = pytest.mark.django_db

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


@pytest.mark.parametrize("password", LEAKED.split())
def test_a_password_of_a_kind_that_leaks_is_refused(password, min_zhang):
    assert refused(password, min_zhang)[0] in {COMMON, OWN, SIMPLE}


@pytest.mark.parametrize("password", GOOD.split())
def test_a_sentence_or_a_row_of_random_letters_is_taken(password, min_zhang):
    assert refused(password, min_zhang) == []


@pytest.mark.parametrize("password", NAMES.split())
def test_the_names_of_the_person_and_of_the_firm_are_refused(password, min_zhang):
    assert refused(password, min_zhang) == [OWN]


def test_a_colleagues_name_is_no_password_either(min_zhang):
    make_lawyer(name="欧阳修洁")
    assert refused("ouyangxiujie2026", min_zhang) == [OWN]


def test_eleven_characters_are_too_few_and_twelve_are_enough():
    assert refused("xK9#mQ2vL7p") == [SHORT]
    assert refused("xK9#mQ2vL7pR") == []


def test_a_list_of_leaked_passwords_is_asked_that_no_pattern_explains():
    assert refused("Knackwurst8853") == [COMMON]


def test_long_passwords_are_taken_and_kept_to_their_last_letter():
    long = "雨后的梧桐树下有三只蓝色的鸟，" * 2 + "x7" * 70
    assert refused(long) == []
    account = make_staff(password=long)
    assert account.check_password(long)
    assert not account.check_password(long[:-1])


def test_a_million_characters_are_judged_at_once():
    assert accounts.refusal("1!" * 500_000, None) == SIMPLE


def test_what_one_account_is_called_is_not_held_against_another():
    assert refused("quuxfrobnicatrix", User(username="quuxfrobnicatrix")) == [OWN]
    assert refused("quuxfrobnicatrix", User(username="lin")) == []


def test_the_rule_stands_under_the_box(client):
    client.force_login(make_superuser())
    assert PASSWORD_HELP in client.get("/admin/password_change/").text


def test_a_short_password_of_before_goes_on_to_work(client):
    make_superuser(username="lin", password="kurz")
    client.post("/admin/login/", {"username": "lin", "password": "kurz", "next": "/admin/"})
    assert client.get("/admin/").status_code == 200
