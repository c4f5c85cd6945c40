"""What comes with the software: loaded once, never over the firm's own, told when it is old."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from calculators import parameters
from calculators.models import Parameter, ParameterCitation
from statutes.data import table_csv
from statutes.management.commands.load_statutes import KEPT, LEFT_OUT
from statutes.models import RenamedCrime, Statute, TableVersion
from statutes.services import load_shipped as services
from statutes.services import table
from tests.factories import make_period, make_statute
from tests.statutes.rows import OTHER, TABLE, row

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
CRIMES = "旧罪名,现罪名,更名日期,依据\n旧称罪,新称罪,2021-03-01,补充规定（七）\n"
PERIODS = (
    "排序,键,数值,单位,超过,施行日期,失效日期,适用于,起算,法规,条,之,款,项,条文原话,来源,核对日期\n"
    "10,period.10,3,年,,2021-01-01,,一般权利,自知道之日起,甲法,5,,,,期间为三年,,2026-11-24\n"
    "20,fee.20,1,年,,2021-01-01,,特别权利,,甲法,6,1,,,期间为一年,,2026-11-24\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A small set of shipped files."""
    monkeypatch.setattr(table_csv, "FOLDER", tmp_path)
    monkeypatch.setattr(parameters, "FILE", tmp_path / "parameters.csv")
    put(tmp_path, laws=TABLE, crimes=CRIMES, parameters=PERIODS, version="2026-11-24\n")
    return tmp_path


def put(folder, laws=None, version="", **files):
    if laws is not None:
        for name in table_csv.STATUTES:
            rows = laws if name == "laws.csv" else [row(f"{name[0]}法-2020")]
            (folder / name).write_text("".join(table_csv.rows_to_csv(rows)), "utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    if version:
        (folder / "version.txt").write_text(version, "utf-8")


def command(*options):
    out = StringIO()
    call_command("load_statutes", *options, stdout=out)
    return out.getvalue()


def test_all_tables_are_loaded_once(folder):
    assert services.load(store=False).statutes.new == 6
    assert not Statute.objects.exists()
    assert not TableVersion.objects.exists()
    report = services.load()
    assert (report.statutes.new, report.crimes.new, report.further[0][1].new) == (6, 1, 2)
    assert TableVersion.objects.get().shipped.isoformat() == "2026-11-24"
    assert str(Parameter.objects.first()).endswith("《甲法》第五条")
    assert ParameterCitation.objects.filter(short_name="甲法", number=6, sub=1).count() == 1
    before = [list(model.objects.values()) for model in (Statute, RenamedCrime, Parameter)]
    report = services.load()
    assert report.statutes == services.LoadReport(0, 0, 6, 0)
    assert (report.crimes.unchanged, report.further[0][1].unchanged) == (1, 2)
    after = [list(model.objects.values()) for model in (Statute, RenamedCrime, Parameter)]
    assert after == before


def test_it_is_due_when_a_newer_version_came_or_the_table_is_empty(
    folder, django_assert_max_num_queries
):
    assert services.is_due()
    services.load()
    assert not services.is_due()
    with django_assert_max_num_queries(3):
        assert services.bring_up_to_date() == ""
    put(folder, version="2027-03-01")
    assert services.is_due()


def test_what_the_firm_edited_is_kept_and_what_is_shipped_no_more_goes(folder):
    services.load()
    own = Statute.objects.get(slug=OTHER.slug)
    own.note = "本所的备注"
    table.save_statute(statute=own)
    RenamedCrime.objects.update(new_name="本所的写法罪", is_own=True)
    Parameter.objects.filter(order=10).update(about="本所的说法", is_own=True)
    put(folder, laws=[*TABLE[:2], row(OTHER.slug, article_count=9), row("戊法-2024")])
    put(
        folder,
        crimes=CRIMES.replace("新称罪", "更新的罪"),
        parameters=PERIODS.replace(",3,年", ",5,年"),
    )
    report = services.load()
    assert report.statutes == services.LoadReport(1, 0, 5, 1)
    assert Statute.objects.get(slug=OTHER.slug).note == "本所的备注"
    assert (report.crimes.kept, report.further[0][1].kept) == (1, 1)
    assert RenamedCrime.objects.get().new_name == "本所的写法罪"
    assert [one.length for one in Parameter.objects.all()] == ["3年", "1年"]
    make_period(order=30, about="本所添的", short_name="甲法", number=7, is_own=True)
    put(folder, parameters="\n".join(PERIODS.splitlines()[:2]))
    services.load()
    assert [one.about for one in Parameter.objects.all()] == ["本所的说法", "本所添的"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("laws.csv", "", "laws.csv：文件是空的"),
        ("laws.csv", None, "laws.csv：文件不存在"),
        ("version.txt", "昨天", "version.txt"),
        ("crimes.csv", "旧罪名,现罪名\n", "crimes.csv：表头应当是"),
        ("crimes.csv", CRIMES.replace("2021-03-01", "去年"), "crimes.csv：第2行“更名日期”"),
        ("parameters.csv", PERIODS.replace(",6,", ",六,"), "parameters.csv：第3行“条”"),
        ("parameters.csv", PERIODS + "x\n", "parameters.csv：第4行"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_loaded(folder, name, text, said):
    (folder / name).unlink() if text is None else (folder / name).write_text(text, "utf-8")
    with pytest.raises(table_csv.DamagedDataError, match=said):
        services.load()
    assert not Statute.objects.exists()
    assert said in services.bring_up_to_date()


def test_the_command_says_in_one_line_what_it_did_would_do_or_found_damaged(folder):
    assert "没有写入" in command("--check")
    assert not Statute.objects.exists()
    laws, crimes = (services.LoadReport(new, 0, 0, 0) for new in (6, 1))
    assert command().startswith(f"法规：{laws}；罪名：{crimes}；计算用的数值：新增")
    (folder / "laws.csv").write_text("x", "utf-8")
    with pytest.raises(CommandError, match="没有任何改动。laws.csv：第一行应当是表头"):
        command()


def test_the_command_names_what_it_kept_and_left_out(folder):
    make_statute(slug=OTHER.slug, short_name="乙法")
    Statute.objects.update(is_own=True)
    make_statute(short_name="丁法", aliases="甲法典", is_own=True)
    told = command()
    assert KEPT.format("《乙法》（1999年）") in told
    why = "“甲法典”已经是《丁法》"
    assert LEFT_OUT.format(called="《甲法》（2020年）", why=why) in told


def found():
    return [(one.id, one.msg, one.hint) for one in services.table(None)]


def test_a_table_is_told_that_is_empty_was_never_compared_or_is_old(monkeypatch):
    ((number, _, hint),) = found()
    assert number == "statutes.W002"
    assert "manage.py load_statutes" in hint
    make_statute()
    assert found()[0][1].startswith(services.NEVER)
    for days, told in ((181, ["statutes.W001"]), (180, []), (0, [])):
        table.set_version(day=timezone.localdate() - timedelta(days=days))
        assert [number for number, _, _ in found()] == told
        if told:
            assert "距今181天" in found()[0][1]
            assert "manage.py load_statutes" in found()[0][2] == services.REFRESH

    def gone(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(services.Statute.objects, "exists", gone, raising=False)
    assert found() == []
