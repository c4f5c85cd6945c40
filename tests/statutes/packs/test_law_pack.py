"""`manage.py law_pack`: a pack of one site, told, believed or not, and applied at another."""

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError
from django.utils import timezone

from statutes.base.enums import Status
from statutes.management.commands import law_pack
from statutes.management.commands.law_pack import NO_PACK, NOT_TRUSTED, REFUSED, SAME, TRUSTED
from statutes.models import (
    LawImport,
    PendingRecheck,
    Statute,
    StatuteArticle,
    TableVersion,
    TextSource,
)
from statutes.packs import applying, building, keys
from statutes.packs.archive import PackError
from statutes.services import table
from tests.factories import make_article
from tests.statutes.packs.made import KEY, MAKER, built, give_text, known
from tests.statutes.rows import NEW, OLD, OTHER, TABLE, row

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = date(2026, 11, 20)


@pytest.fixture
def pack(tmp_path, settings):
    """A pack of a site with three rows, one of them with a text and its source."""
    known(settings)
    table.apply(rows=TABLE, version=DAY, own=False)
    give_text("甲法-2020", "第一款。", "第二条。")
    TextSource.objects.update(name="公报")
    return built(tmp_path)


def forget():
    """The site as one that never heard of any of it."""
    Statute.objects.update(replaced_by=None)
    for model in (Statute, TableVersion, PendingRecheck):
        model.objects.all().delete()


def later(monkeypatch):
    """A pack that is made now is made an hour after the ones before."""
    then = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(building.timezone, "now", lambda: then)


def run(*args):
    """What the command printed."""
    out = StringIO()
    call_command("law_pack", *map(str, args), stdout=out)
    return out.getvalue()


def refused(*args):
    """What it printed, its last words and its exit code."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("law_pack", *map(str, args), stdout=out)
    return out.getvalue(), str(error.value), error.value.returncode


def texts():
    return list(StatuteArticle.objects.values_list("statute__slug", "number", "text"))


def everything():
    fields = [one.name for one in Statute._meta.fields if one.name not in {"id", "imported_at"}]
    return list(Statute.objects.order_by("slug").values(*fields)), texts()


def test_a_fresh_site_is_afterwards_what_the_maker_was(pack):
    before = everything()
    forget()
    told = run("apply", pack)
    assert everything() == before
    assert TableVersion.objects.get().version == DAY
    assert TextSource.objects.get().name == "公报"
    assert "新增：甲法：" in told
    assert "新增2部，未变0部" in told


def test_a_second_time_there_is_nothing_to_do(pack):
    before = everything()
    told = run("apply", pack)
    assert SAME in told
    assert "未变2部" in told
    assert everything() == before


def test_a_dry_run_says_the_same_and_writes_nothing(pack):
    forget()
    told = run("apply", pack, "--dry-run")
    assert not Statute.objects.exists()
    assert not LawImport.objects.exists()
    said = [line for line in told.splitlines() if line.startswith("新增：")]
    assert [line for line in run("apply", pack).splitlines() if line.startswith("新增：")] == said


def test_a_text_that_changed_is_replaced_and_what_changed_is_named(pack):
    give_text("甲法-2020", "第一款。", "旧的第二条。")
    told = run("apply", pack)
    assert "《甲法》（2020年）的条文改动1条（第二条）" in told
    assert texts()[1] == ("甲法-2020", 2, "第二条。")


def test_what_cites_a_changed_statute_is_checked_again(pack):
    make_article(body="<p>依照《甲法》第三条，可以要求赔偿。</p>")
    give_text("甲法-2020", "第一款。", "旧的第二条。")
    PendingRecheck.objects.all().delete()
    run("apply", pack)
    assert list(PendingRecheck.objects.values_list("short_name", flat=True)) == ["甲法"]


def test_rows_that_the_firm_changed_itself_are_kept_and_told(pack):
    own = replace(NEW, article_count=101, note="本所的")
    table.apply(rows=[own])
    told = run("apply", pack)
    assert Statute.objects.get(slug=own.slug).article_count == 101
    assert "保留本所修改：《甲法》（2020年）：" in told
    assert "条文数由101改为100" in told


def test_a_text_is_not_put_to_a_version_of_another_day(pack):
    forget()
    table.apply(rows=[replace(NEW, promulgated=date(2020, 4, 1))])
    told, _, code = refused("apply", pack)
    days = ("2020-04-01", "2020-03-01")
    assert applying.OTHER_VERSION.format(NEW.called, *days) in told
    assert (code, texts()) == (REFUSED, [])


def test_one_statute_that_contradicts_the_firms_rows_leaves_the_others_be(pack):
    forget()
    table.apply(rows=[row("丙法-2001", aliases=("甲法典",))])
    told, _, code = refused("apply", pack)
    assert "没有导入：《甲法》（2020年）：与表中已有的内容矛盾" in told
    assert code == REFUSED
    assert Statute.objects.filter(slug=OTHER.slug).exists()
    assert not texts()


def test_statutes_that_need_each_other_go_together(tmp_path, settings):
    known(settings)
    first = [row("甲法-2020", aliases=("甲令",)), row("乙法-2020", aliases=("乙令",))]
    swapped = [row("甲法-2020", aliases=("乙令",)), row("乙法-2020", aliases=("甲令",))]
    table.apply(rows=swapped, version=DAY, own=False)
    pack, there = built(tmp_path), everything()
    forget()
    table.apply(rows=first, own=False)
    assert "更新2部" in run("apply", pack)
    assert everything() == there


def test_what_was_interrupted_goes_on(pack, monkeypatch):
    before = everything()
    forget()
    stored, real = [], applying._unit_stored

    def stops_at_the_second(*args):
        if stored:
            raise KeyboardInterrupt
        stored.append(real(*args))
        return stored[0]

    monkeypatch.setattr(applying, "_unit_stored", stops_at_the_second)
    assert refused("apply", pack)[2] == law_pack.STOPPED
    assert Statute.objects.values("short_name").distinct().count() == 1
    monkeypatch.setattr(applying, "_unit_stored", real)
    assert "新增1部，未变1部" in run("apply", pack)
    assert everything() == before


def test_a_statute_is_stored_whole_or_not_at_all(pack, monkeypatch):
    forget()

    def breaks(**_):
        raise DataError("no such text")

    monkeypatch.setattr(applying.store, "store", breaks)
    told, _, code = refused("apply", pack)
    assert f"没有导入：甲法：{applying.REFUSED_BY_DATABASE}" in told
    assert code == REFUSED
    assert set(Statute.objects.values_list("short_name", flat=True)) == {"乙法"}


def test_a_maker_whom_nobody_trusts_is_named_and_not_applied(pack, settings):
    settings.LAW_PACK_KEYS = {}
    forget()
    told, last, code = refused("apply", pack)
    assert last == keys.UNKNOWN.format(keys.public(KEY))
    assert (code, Statute.objects.exists()) == (NOT_TRUSTED, False)
    assert refused("verify", pack)[2] == NOT_TRUSTED


def test_verify_says_what_is_in_it_and_who_made_it(pack):
    told = run("verify", pack)
    assert "法规3行，有条文的1部，共2条。" in told
    assert "核对至2026年11月20日" in told
    assert TRUSTED.format(MAKER) in told


def test_what_moved_since_the_last_pack_is_in_it(pack, tmp_path, monkeypatch):
    later(monkeypatch)
    ended = replace(OTHER, effective_to=date(2026, 1, 1), status=Status.REPEALED)
    called = replace(NEW, name="中华人民共和国甲法典")
    table.apply(rows=[ended, called, row("丙法-2026")], own=False)
    give_text("甲法-2020", "第一款。", "新的第二条。")
    give_text(OLD.slug, "一。")
    told = run("verify", built(tmp_path, "two.pack", since=pack))
    assert "新增1部，失效1部，改名1部，其他改动1部，新有条文1部，条文有改动1部" in told
    assert "失效：《乙法》（1999年）：失效日期由空改为2026-01-01" in told


def test_an_older_pack_is_told_and_applied_only_when_asked_for(pack, tmp_path, monkeypatch):
    later(monkeypatch)
    table.apply(rows=[row("丙法-2026")], own=False)
    newer = built(tmp_path, "two.pack")
    run("apply", newer)
    last, code = refused("apply", pack)[1:]
    assert last.startswith("这个法规包（")
    assert (last.endswith("law_pack apply --older。"), code) == (True, NO_PACK)
    assert SAME in run("apply", pack, "--older")


def test_a_pack_without_an_earlier_one_is_not_compared(pack):
    assert "相比" not in run("verify", pack)


def test_an_older_table_is_no_older_day(pack):
    table.set_version(day=date(2026, 11, 25), shipped=True)
    run("apply", pack)
    version = TableVersion.objects.get()
    assert (version.version, version.shipped) == (date(2026, 11, 25),) * 2


def test_an_older_shipped_table_does_not_take_back_what_a_pack_brought(pack):
    TableVersion.objects.update(shipped=date(2026, 1, 1))
    run("apply", pack)
    assert TableVersion.objects.get().shipped == DAY


def test_a_private_key_is_its_owners_alone(tmp_path):
    path = tmp_path / "key"
    told = run("keygen", path)
    assert keys.public(keys.load(path)) in told
    assert path.stat().st_mode & 0o777 == 0o600
    assert refused("keygen", path)[1] == keys.THERE_ALREADY.format(path)


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (None, 0o600, keys.NO_KEY),
        (b"no key", 0o600, keys.WRONG_KEY),
        (b"", 0o600, keys.WRONG_KEY),
        (b"no key", 0o640, keys.TOO_OPEN),
    ],
)
def test_a_key_that_is_none_makes_no_pack(pack, tmp_path, content, mode, said):
    key = tmp_path / "key"
    if content is not None:
        key.write_bytes(content)
        key.chmod(mode)
    last, code = refused("build", tmp_path / "new.pack", "--key", key)[1:]
    assert (last, code) == (said.format(key), NO_PACK)
    assert not (tmp_path / "new.pack").exists()


def test_the_command_makes_a_pack_and_never_over_another(pack, tmp_path):
    key, path = tmp_path / "key", tmp_path / "new.pack"
    run("keygen", key)
    assert "法规3行" in run("build", path, "--key", key)
    content = path.read_bytes()
    assert refused("build", path, "--key", key)[1] == keys.THERE_ALREADY.format(path)
    assert path.read_bytes() == content
    assert sorted(one.name for one in tmp_path.iterdir()) == ["key", "new.pack", "one.pack"]


def test_an_empty_site_makes_no_pack(tmp_path):
    with pytest.raises(PackError, match=building.NO_TABLE):
        built(tmp_path)
    assert not list(tmp_path.iterdir())
