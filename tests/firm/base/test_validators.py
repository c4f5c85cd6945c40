"""Numbers of authorities, telephones, host names, colours: how they are kept, what is refused."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from firm.base import colours, phones, validators
from firm.base.phones import PhoneKind
from firm.models import Lawyer, Office
from firm.models.base import WRONG_PHONE
from tests.factories import make_lawyer
from tests.sentences import of_constraint

KFID = "https://work.weixin.qq.com/kfid/"
GOOD = [
    (validators.lawyer_licence, ["13201201510123456"]),
    (validators.firm_licence, ["31320000MD01234567", "23201199510999999"]),
    (validators.icp_number, [
        "苏ICP备12345678号", "苏ICP备12345678号-1", "京ICP备2021012345号-12", "京ICP证030173号",
        "浙B2-20080101", "浙B2-20080101-3",
    ]),
    (validators.police_number, ["苏公网安备 32010002000001号", "苏公网安备32010002000001号"]),
    (validators.qq_number, ["10000", "12345678901"]),
    (validators.wechat_id, ["lawyer_lin", "Lin-zhiyuan01"]),
    (validators.wechat_service, [
        f"{KFID}kfc1234567890abcdef", f"{KFID}kfc12?enc_scene=ENC4a_b-c&scene_param=web%20a",
    ]),
    (validators.check, ["a.cn", "www.lin-lvshi.com.cn", "xn--etto7at0p.xn--fiqs8s"]),
]  # fmt: skip
BAD = [
    (validators.lawyer_licence, [
        "1320120151012345", "132012015101234567", "1320120151012345X",
        "１３２０１２０１５１０１２３４５６",
        "١٣٢٠١٢٠١٥١٠١٢٣٤٥٦", "13201201510123456\n", " 13201201510123456",
    ]),
    (validators.firm_licence, [
        "31320000md01234567", "123", "A" * 21,
        "３１３２００００MD01234567",
    ]),
    (validators.icp_number, [
        "ICP备12345678号", "某ICP备12345678号", "苏ICP备12345号", "苏ICP备12345678",
        "苏icp备12345678号",
        "苏ICP备１２３４５６７８号", "苏ICP备12345678号-1 <b>", "苏ICP备12345678号\n",
    ]),
    (validators.police_number, [
        "苏公网安备 3201000200000号", "公网安备 32010002000001号", "苏公网安备 32010002000001",
        "苏公网安备 ３２０１０００２００００１２号", "苏公网安备\n32010002000001号",
    ]),
    (validators.qq_number, ["01234", "1234", "123456789012", "12345a", "１２３４５"]),
    (validators.wechat_id, ["1lawyer", "short", "a" * 21, "lawyer林律师", "law yer"]),
    (validators.wechat_service, [
        KFID, f"{KFID}kfc12/../../x", f"{KFID}kfc12\n", f"{KFID}kfc12#x", f" {KFID}kfc12",
        "http://work.weixin.qq.com/kfid/kfc12", "https://work.weixin.qq.com/ca/cawcde12",
        "https://work.weixin.qq.com.evil.cn/kfid/kfc12", "javascript:alert(1)",
        'https://work.weixin.qq.com/kfid/kfc12"onclick="x', "https://a@work.weixin.qq.com/kfid/kfc12",
    ]),
    (validators.check, [
        "https://a.cn", "a.cn/", "a.cn:8000", "localhost", "127.0.0.1", "a", "-a.cn", "a_b.cn",
        "a..cn", "a.cn\n", "*.cn", f"{'a' * 64}.cn", f"{'a.' * 60}cn",
    ]),
    (colours.check, ["", "red", "#fff", "14596b", "#14596b;", "#14596b\n"]),
]  # fmt: skip


def pairs(table):
    return [(check, value) for check, values in table for value in values]


@pytest.mark.parametrize(("check", "value"), pairs(GOOD))
def test_what_is_right_passes(check, value):
    assert check(value) is None


@pytest.mark.parametrize(("check", "value"), pairs(BAD))
def test_what_is_wrong_is_refused_in_chinese(check, value):
    with pytest.raises(ValidationError) as refusal:
        check(value)
    assert any("\u4e00" <= char <= "\u9fff" for char in refusal.value.messages[0])


KNOWN = [
    ("13812345678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("138 1234 5678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("+86 138-1234-5678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("0086 13812345678", PhoneKind.MOBILE, "tel:+8613812345678"),
    ("025-84110110", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("０２５－８４１１０１１０", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("（025）84110110", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("+86 25 84110110", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("010-12345678", PhoneKind.LANDLINE, "tel:+861012345678"),
    ("+86-10-12345678", PhoneKind.LANDLINE, "tel:+861012345678"),
    ("0330-5550100", PhoneKind.LANDLINE, "tel:+863305550100"),
    ("025-84110110转8001", PhoneKind.LANDLINE, "tel:+862584110110"),
    ("400-123-4567", PhoneKind.SERVICE, "tel:4001234567"),
    ("95105188", PhoneKind.SERVICE, "tel:95105188"),
]
NONSENSE = [
    "", "   ", "电话", "12345", "1381234567", "138123456789", "12812345678", "84110110",
    "025-84110110/84110111", "电话025-84110110", "025-84110110转经理", "025-84110110<b>", "86",
    "013812345678", "٠٢٥-٨٤١١٠١١٠", "1381234567a", "+1 212 555 0100", "025+84110110",
]  # fmt: skip


@pytest.mark.parametrize(("number", "kind", "uri"), KNOWN)
def test_a_number_has_a_kind_and_an_address_to_dial(number, kind, uri):
    assert (phones.kind_of(number), phones.tel_uri(number)) == (kind, uri)
    bare = re.sub(r"[-()]", "", phones.tidy(number))  # as static/js/check.js
    assert re.fullmatch(phones.ROUGHLY, bare)


@pytest.mark.parametrize("number", NONSENSE)
def test_what_is_no_number_has_no_kind_and_is_refused(number):
    assert phones.kind_of(number) is None
    if number.strip():
        with pytest.raises(ValidationError, match=WRONG_PHONE):
            Office(phone=number).clean()


def test_nothing_has_no_kind_and_full_width_is_shown_plainly():
    assert phones.kind_of(None) is None
    assert phones.tidy(" ０２５—８４１１\u3000０１１０ ") == "025-84110110"


@given(st.text(max_size=40) | st.text(alphabet="0123456789+-() 转０１２abc", max_size=30))
def test_tidying_twice_changes_nothing_and_only_digits_and_a_plus_are_dialled(text):
    tidy = phones.tidy(text)
    assert (phones.tidy(tidy), phones.kind_of(tidy)) == (tidy, phones.kind_of(text))
    assert set(phones.tel_uri(text).removeprefix("tel:")) <= set("+0123456789")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" WWW.LinLvshi.CN. ", "www.linlvshi.cn"),
        ("林律师.cn", "xn--etto7at0p.cn"),
        ("www。linlvshi。cn", "www.linlvshi.cn"),
        ("", ""),
    ],
)
def test_it_is_kept_as_the_domain_name_system_knows_it(typed, kept):
    assert validators.tidy(typed) == kept


def test_the_firms_own_host_is_refused(settings):
    settings.SITE_HOST = "www.example.cn"
    with pytest.raises(ValidationError, match=validators.OUR_OWN):
        validators.check("www.example.cn")


@pytest.mark.django_db
def test_a_lawyer_keeps_it_tidy_and_two_do_not_share_one():
    lawyer = make_lawyer()
    lawyer.hostname = "WWW.林律师.cn"
    lawyer.full_clean()
    lawyer.save()
    assert Lawyer.objects.get().hostname == "www.xn--etto7at0p.cn"
    other = make_lawyer()
    other.hostname = "www.林律师.cn"
    with pytest.raises(ValidationError, match=of_constraint(Lawyer, "firm_lawyer_hostname_once")):
        other.full_clean()


DARK_PAPERS = ("#14191c", "#1c2327")  # --paper and --surface, dark
TOKENS = (Path(__file__).parents[3] / "static/css/tokens.css").read_text(encoding="utf-8")
any_colour = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def token(name):
    """The values of a token: light first, then dark."""
    return re.findall(rf"--{name}: (?:var\(--[\w-]+, )?(#[0-9a-f]+)", TOKENS)


def full(colour):
    """#fff as #ffffff."""
    return re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", colour)


def test_the_papers_and_the_default_are_those_of_the_style_sheet_and_can_be_read():
    papers = [tuple(map(full, pair)) for pair in zip(token("paper"), token("surface"), strict=True)]
    assert papers == [colours.PAPERS, DARK_PAPERS]
    assert token("accent")[0] == colours.DEFAULT
    colours.check(colours.DEFAULT)


@pytest.mark.parametrize("accent", ["#f1c40f", "#e74c3c", "#ffffff", "#9fd3de"])
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(accent):
    with pytest.raises(ValidationError) as refused:
        colours.check(accent)
    offered = re.search("(#[0-9a-f]{6})。", refused.value.messages[0])[1]
    colours.check(offered)


@given(any_colour)
def test_any_colour_has_one_near_it_that_can_be_read(accent):
    assert colours.worst(colours.nearest(accent)) >= colours.READABLE
    shades = colours.dark(accent)
    grounds = (*DARK_PAPERS, token("sunken")[1], shades.tint, shades.ink)
    assert min(colours.contrast(shades.accent, ground) for ground in grounds) >= colours.READABLE
