"""The card for the address book of a telephone, read back by the rules of RFC 2426."""

import re

import pytest

from firm.models import Office
from tests.factories import make_lawyer, make_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer(db):
    make_settings(city="云澜市", phone="0330-5559900")
    Office.objects.create(address="云澜市石桥区示例路100号，8层;801室")
    return make_lawyer(
        name="林致远",
        slug="lin",
        post="合伙人律师",
        licence_number="19001201510000001",
        phone="13812345678",
        email="lin@example.com",
    )


def answer(client, lawyer):
    return client.get(f"{lawyer.get_absolute_url()}card.vcf")


def read(client, lawyer):
    """Name of each property with its unfolded value."""
    text = answer(client, lawyer).content.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.splitlines())


def test_it_holds_who_where_and_how_to_reach(client, lawyer):
    card = read(client, lawyer)
    assert card["N"] == "林;致远;;;"
    assert card["FN"] == "林致远"
    assert card["ORG"] == "青石律师事务所"
    assert card["TITLE"] == "合伙人律师"
    assert card["TEL;TYPE=CELL,VOICE"] == "+8613812345678"
    assert card["EMAIL;TYPE=INTERNET,WORK"] == "lin@example.com"
    assert card["URL"] == "http://127.0.0.1:8000/lawyers/lin/"
    assert card["NOTE"].endswith("：19001201510000001")


def test_a_mobile_with_an_extension_is_one(client, lawyer):
    type(lawyer).objects.update(phone="13812345678转12")
    assert "TEL;TYPE=CELL,VOICE" in read(client, lawyer)


def test_what_has_a_meaning_in_a_card_is_escaped(client, lawyer):
    street = read(client, lawyer)["ADR;TYPE=WORK"].split(";", 2)[2]
    assert street == "石桥区示例路100号，8层\\;801室;云澜市;;;中国"
    lawyer.post = "合伙人,主任\\\nNOTE:x"
    lawyer.save()
    assert read(client, lawyer)["TITLE"] == "合伙人\\,主任\\\\\\nNOTE:x"


def test_lines_are_folded_at_75_octets_and_never_inside_a_character(client, lawyer):
    lawyer.post = "合伙人律师" * 6
    lawyer.save()
    lines = answer(client, lawyer).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines if line.startswith(b" ")]
    assert read(client, lawyer)["TITLE"] == lawyer.post


def test_it_is_a_file_with_a_chinese_name(client, lawyer):
    response = answer(client, lawyer)
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%9E%97%E8%87%B4%E8%BF%9C%E5%BE%8B%E5%B8%88.vcf"
    )


def test_without_a_number_of_their_own_the_firms_is_on_it(client, lawyer):
    lawyer.phone = ""
    lawyer.save()
    assert read(client, lawyer)["TEL;TYPE=WORK,VOICE"] == "+863305559900"


def test_a_bare_lawyer_has_a_bare_card(client):
    lawyer = make_lawyer(name="林致远", licence_number="")
    assert set(read(client, lawyer)) == {
        "BEGIN", "VERSION", "N", "FN", "ORG", "TITLE", "URL", "END"
    }  # fmt: skip


def test_a_lawyer_who_is_not_shown_has_no_card(client):
    assert answer(client, make_lawyer(is_published=False)).status_code == 404


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("林致远", "林;致远"),
        ("欧阳若宁", "欧阳;若宁"),
        ("欧阳", "欧;阳"),
        ("John", "John;"),
    ],
)
def test_a_family_name_may_have_two_characters(client, name, parts):
    assert f"\r\nN:{parts};;;\r\n" in answer(client, make_lawyer(name=name)).content.decode()


def test_the_profile_shows_a_code_that_leads_home(client, lawyer):
    page = client.get(lawyer.get_absolute_url()).content.decode()
    code = re.search(r'<svg class="qr"[^>]*>', page)[0]
    assert 'role="img"' in code
    assert "林致远律师的主页" in code
    assert "http://127.0.0.1:8000/lawyers/lin/</" in page
