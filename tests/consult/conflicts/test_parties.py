"""Known parties: the register in the admin, search by name, import of a list."""

import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from consult.admin.parties import LOCKED, PREVIEW_GONE, PartyForm
from consult.base.enums import PartyRole
from consult.conflicts import blind_indexes, check, parties
from consult.management.commands.import_parties import A_FOLDER, NO_FILE
from consult.models import KnownName, KnownParty
from tests.factories import make_staff
from tests.factories import make_submitted as make_consultation
from tests.growth import largest
from tests.stages import thinned

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PAGES = ("changelist", "add", "search", "import")
LIST, ADD, SEARCH, IMPORT = (reverse(f"admin:consult_knownparty_{page}") for page in PAGES)
RIGHTS = [f"consult.{act}_knownparty" for act in ("view", "add", "change", "delete")]
NOBODY = "没有登记过该名称"
HEAD = "名称,曾用名,身份,事项\n"
TWO = HEAD + "云澜晴川科技有限公司,晴川网络；晴川科技,委托人,法律顾问\n周明远,,对方当事人,\n"
NAMES = ["云澜晴川科技有限公司", "晴川网络", "周明远", "法律顾问"]
MANY = "\n".join(map("曾用{}".format, range(21)))


@pytest.fixture
def keeper(client):
    user = make_staff(*RIGHTS)
    client.force_login(user)
    return client


def make_party(name="周明远", **fields):
    return parties.register(party=KnownParty(name=name, **{"role": PartyRole.CLIENT, **fields}))


def says(field, code):
    return PartyForm.base_fields[field].error_messages[code]


def change_of(party):
    return reverse("admin:consult_knownparty_change", args=[party.pk])


def upload(client, content, name="名单.csv"):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    return client.post(IMPORT, {"file": file})


def confirm(client, preview):
    return client.post(IMPORT, {"sealed": preview.context["sealed"]})


def test_one_whose_key_is_lost_can_be_deleted_and_opens_what_it_had_sealed(keeper, settings):
    party, other = make_party(), make_party("周明远的工作室")
    found = make_consultation(opponent="周明远")[0]
    assert found.sealed
    settings.CONSULT_KEYS = {"other": b"o" * 32}
    chosen = {"action": "delete_selected", "_selected_action": [party.pk, other.pk], "post": "yes"}
    keeper.post(LIST, chosen)
    found.refresh_from_db(fields=["conflict"])
    assert not KnownParty.objects.exists()
    assert not found.sealed


def test_a_party_is_added_with_an_index_for_each_name_and_found_by_former_ones(keeper):
    typed = {"name": "周明远", "former_names": "周小明；周远\n\n周小明 先生", "role": "client"}
    assert keeper.post(ADD, {**typed, "matter": "借款"}).url == LIST
    party = KnownParty.objects.get()
    assert party.former_names == "周小明\n周远\n周小明 先生"
    assert party.names.count() == 3  # the last is 周小明 once more
    response = keeper.get(LIST)
    assert "周明远" in response.text
    assert "no-store" in response["Cache-Control"]
    party = make_party("沈若川", former_names="周明远")
    found = keeper.post(SEARCH, {"name": "周 明遠女士"}).text
    assert change_of(party) in found
    assert NOBODY not in found
    assert NOBODY in keeper.post(SEARCH, {"name": "别的人"}).text
    assert keeper.post(SEARCH, {"name": ""}).status_code == 422
    assert change_of(party) not in keeper.get(SEARCH + "?name=周明远").text


def test_what_cannot_be_compared_is_refused_and_stays_in_the_form(keeper):
    for typed, said in [
        ({"name": ""}, says("name", "required")),
        ({"name": "王先生"}, parties.TOO_GENERIC),
        ({"name": "周明远", "former_names": "前公司"}, parties.TOO_GENERIC),
        ({"name": "周" * 101}, parties.NAME_TOO_LONG),
        ({"name": "周明远", "matter": "事" * 201}, parties.MATTER_TOO_LONG),
        ({"name": "周明远", "former_names": MANY}, parties.TOO_MANY_NAMES),
        ({"name": "坏\ufffd名"}, says("name", "broken")),
        ({"name": "周明远", "role": "boss"}, says("role", "invalid_choice")),
    ]:
        response = keeper.post(ADD, {"role": "client", **typed})
        assert response.status_code == 200
        assert str(said) in response.text
        assert response.context["adminform"].form["name"].value() == typed["name"]
        assert not KnownParty.objects.exists()


def test_what_is_as_long_as_may_be_is_taken_and_what_is_longer_not_taken_apart(monkeypatch):
    former = [f"宏达{number}号商行" for number in range(20)]
    assert parties.problem("宏" * 96 + "达建材厂", former, "事" * 200) == ""
    monkeypatch.setattr(blind_indexes, "normalise_name", lambda _: pytest.fail("spelt"))
    assert parties.problem("安" + "公司" * 6_000, [], "") == parties.NAME_TOO_LONG
    assert parties.problem("周明远", ["安"] * 100, "") == parties.TOO_MANY_NAMES


def test_the_history_says_nothing_of_who_it_is(keeper):
    keeper.post(ADD, {"name": "周明远", "role": "client", "matter": "借款"})
    party = KnownParty.objects.get()
    keeper.post(change_of(party), {"name": "沈若川", "role": "client"})
    assert not parties.with_name("周明远")
    assert parties.with_name("沈若川").get() == party
    keeper.post(reverse("admin:consult_knownparty_delete", args=[party.pk]), {"post": "yes"})
    assert (KnownParty.objects.count(), KnownName.objects.count()) == (0, 0)
    entries = list(LogEntry.objects.all())
    assert len(entries) == 3
    kept = "".join(f"{one.object_repr}{one.change_message}" for one in entries)
    assert not [word for word in ("周明远", "沈若川", "借款") if word in kept]


def test_a_lost_key_is_said_and_nothing_is_saved_over(keeper, settings):
    party = make_party()
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    assert LOCKED in keeper.get(LIST).text
    assert keeper.get(change_of(party)).url == LIST
    assert keeper.post(ADD, {"name": "沈若川", "role": "client"}).url == LIST
    assert upload(keeper, TWO).status_code == 422
    assert KnownParty.objects.count() == 1


def test_a_list_is_looked_at_first_and_imported_when_confirmed(keeper):
    preview = upload(keeper, TWO)
    assert "<strong>2</strong>" in preview.text
    assert not [name for name in NAMES if name in preview.text]
    assert not KnownParty.objects.exists()
    twice = parties.parse(TWO).new
    for _ in range(2):
        assert confirm(keeper, preview).url == LIST
    assert KnownParty.objects.count() == 2
    assert parties.register_all(parties=twice) == (0, 0)  # read before the first was through
    assert "2行重复" in upload(keeper, TWO).text
    assert parties.with_name("晴川網絡").get().matter == "法律顾问"
    assert KnownName.objects.count() == 4


def test_a_preview_of_somebody_else_or_a_changed_one_is_refused(keeper):
    preview = upload(keeper, TWO)
    sealed = preview.context["sealed"]
    assert keeper.post(IMPORT, {"sealed": sealed[:-4] + "AAAA"}).status_code == 422
    keeper.force_login(make_staff(*RIGHTS))
    response = keeper.post(IMPORT, {"sealed": sealed})
    assert PREVIEW_GONE in response.text
    assert not KnownParty.objects.exists()


def test_what_is_no_such_list_is_refused_with_a_reason(keeper):
    for content, said in [
        (b"", "空"),
        (b" \n ", "空"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        (TWO.encode("utf-16"), "CSV"),
        (b"\x80\xff\xfe", "编码"),
        ("名称,身份x\n周明远,委托人\n".encode(), "表头"),
        ("周明远,委托人\n".encode(), "表头"),
        ("名称,名称,身份\n".encode(), "表头"),
        (f"{HEAD}{'周' * 140_000},,委托人,\n".encode(), "引号"),
        (f"{HEAD}".encode() + b"x" * 1_400_000, "1.4MB"),
        ((HEAD + "周明远,,委托人,\n" * 20_001).encode(), "20,000"),
    ]:
        response = upload(keeper, content)
        assert response.status_code == 422
        assert said in response.text
        assert not KnownParty.objects.exists()


def test_a_bad_line_is_named_and_skipped_and_another_role_or_matter_is_no_duplicate():
    lines = [
        "周明远,,委托人,",
        ",,委托人,",
        "沈若川,,老板,",
        "王先生,,委托人,",
        "甲乙丙,,委托人,a,b",
    ]
    lines += ['"两\n行",,委托人,', "", "周明远,,委托人,"]
    reading = parties.parse(HEAD + "\n".join(lines) + "\n")
    assert [party.name for party in reading.new] == ["周明远", "两\n行"]
    assert [line for line, _ in reading.bad] == [3, 4, 5, 6]
    assert reading.known == 1
    assert not [reason for _, reason in reading.bad if "沈若川" in reason]
    rows = "周明远,,委托人,一\n周明远,,对方当事人,一\n周明远,,委托人,二\n周 明远,,委托人,一\n"
    reading = parties.parse(HEAD + rows)
    assert (len(reading.new), reading.known) == (3, 1)
    assert len(parties.parse(HEAD + "沈若川,,委托人\n").new) == 1  # without its last cell


def test_an_import_that_fails_in_the_middle_leaves_nothing(monkeypatch):
    reading = parties.parse(TWO)

    def broken(parties):
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(check, "recheck", broken)
    with pytest.raises(RuntimeError, match="power"):
        parties.register_all(parties=reading.new)
    assert not KnownParty.objects.exists()


def run(tmp_path, content, *options):
    file, said = tmp_path / "list.csv", io.StringIO()
    file.write_bytes(content.encode())
    call_command("import_parties", str(file), *options, stdout=said)
    return said.getvalue()


def test_the_command_imports_and_tells_counts_alone(tmp_path):
    make_consultation(opponent="云澜晴川科技公司")
    assert "可以导入2行" in run(tmp_path, TWO, "--dry-run")
    assert not KnownParty.objects.exists()
    said = run(tmp_path, TWO + "王先生,,委托人,\n")
    assert "已导入2行" in said
    assert "第4行跳过" in said
    assert parties.LOCKED.format(1) in said
    assert not [name for name in NAMES if name in said]
    with pytest.raises(CommandError, match=re.escape(NO_FILE.format(tmp_path / "none"))):
        call_command("import_parties", str(tmp_path / "none"))
    with pytest.raises(CommandError, match=re.escape(A_FOLDER.format(tmp_path))):
        call_command("import_parties", str(tmp_path))
    with pytest.raises(CommandError, match="表头"):
        run(tmp_path, "周明远\n")


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_lines_are_imported(monkeypatch):
    monkeypatch.setattr(parties, "BATCH", 100)  # two of them at the least
    lines = thinned(range(largest(10_000)), 5)
    rows = "".join(f"云澜第{n}号科技有限公司,旧名{n}号商行,委托人,案{n}\n" for n in lines)
    assert parties.register_all(parties=parties.parse(HEAD + rows).new) == (len(lines), 0)
    assert KnownName.objects.count() == 2 * len(lines)
