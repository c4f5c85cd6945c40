"""Drills on real sites: filled, backed up while somebody writes, cut off, put back, looked at."""

import json
import os
import shutil
from functools import partial

import pytest

from tests.site_process import wait_for
from tests.small_disk import small_disk
from tests.website.operations.backup.drill import ASK, ERASE, Site, archives, killed

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]
MB = 1024 * 1024
LARGE = 160 * MB  # long enough to be met in the middle; zeros, which lie on no disk


class Drill:
    """A site, the archive made while somebody wrote, and what was erased after it."""

    def __init__(self, folder, pair):
        self.folder, self.key, self.public = folder, *pair
        self.place = folder / "backups"
        self.site = Site(folder / "site", self.public, BACKUP_TO=str(self.place))

    def run(self):
        self.place.mkdir()
        self.site.folder.mkdir()
        self.site.make_tables()
        (self.erased, self.erased_code), (_, self.code) = json.loads(self.site.shell(ASK))
        writer = self.site.writer()
        try:
            first = int(writer.stdout.readline())
            self.said = self.site.command("backup")
            assert "已备份" in self.said, self.said
            writer.terminate()
            self.written = int(writer.stdout.read().split()[-1]) - first
        finally:
            writer.kill()
            writer.wait()
            writer.stdout.close()
        self.before = self.site.seen([self.erased_code, self.code])
        self.site.shell(ERASE.format(key=self.erased))
        (self.name,) = archives(self.place)
        self.archive = self.place / self.name
        return self

    def restore(self, site, archive=None, *more):
        return site.command("restore", archive or self.archive, "--key", self.key, *more)

    def verify(self, archive=None, key=None):
        return self.site.command("verify", archive or self.archive, "--key", key or self.key)


@pytest.fixture(scope="module")
def drill(tmp_path_factory, pair):
    made = Drill(tmp_path_factory.mktemp("drill"), pair)
    try:
        yield made.run()
    finally:
        made.site.end_shell()
        made.site.drop()


@pytest.fixture
def empty(drill, tmp_path):
    """An empty place with the same keys."""
    site = Site(tmp_path / "empty", drill.public)
    site.folder.mkdir()
    yield site
    site.end_shell()
    site.drop()


def test_a_backup_holds_nobody_up_and_leaves_one_file_in_which_nothing_can_be_read(drill):
    assert drill.written > 0, "nobody wrote meanwhile"
    assert f"已备份：{drill.name}" in drill.said
    assert "附件2个" in drill.said
    usual = {"media", "private", "erasures"} | ({"db.sqlite3"} - {bool(drill.site.database)})
    left = set(drill.site.lying()) - ({"db.sqlite3"} if drill.site.database else set())
    assert left <= {*usual, "db.sqlite3-wal", "db.sqlite3-shm"}
    data = drill.archive.read_bytes()
    for word in (b"manifest", b"SQLite format", b"PGDMP", "王某".encode()):
        assert word not in data


def test_what_was_erased_after_the_backup_does_not_come_back(drill, empty):
    erasures = drill.site.folder / "erasures"
    told = drill.restore(empty, None, "--erasures", erasures)
    assert "已再次删除1条" in told
    assert "exit" not in told
    assert len(list(erasures.iterdir())) == 1, "the newer tombstones stay where they were"
    inside, desk, texts, files, picture = empty.seen([drill.erased_code, drill.code])
    assert (inside, desk, picture) == (True, 200, "picture")
    assert texts == [None, drill.before[2][1]]
    assert files == [True]
    assert drill.before[2][1], "there was a text to compare"
    assert len([one for one in (empty.folder / "private").rglob("*") if one.is_file()]) == 1


def test_without_newer_tombstones_all_is_as_it_was_and_that_is_said(drill, empty):
    told = drill.restore(empty)
    assert "没有找到删除标记" in told
    assert empty.seen([drill.erased_code, drill.code]) == drill.before
    again = drill.restore(empty)
    assert "refused: 数据库里已经有内容" in again
    assert empty.seen([drill.erased_code, drill.code]) == drill.before


def test_a_file_that_lies_there_is_not_overwritten(drill, empty):
    (empty.folder / "media").mkdir()
    (empty.folder / "media" / "mine.txt").write_text("mine")
    assert "refused: 存放图片的地方里已经有内容" in drill.restore(empty)
    assert [one.name for one in (empty.folder / "media").iterdir()] == ["mine.txt"]
    told = drill.restore(empty, None, "--database-only")
    assert "文件没有改动" in told
    assert "现在存放文件的地方没有的文件3个" in told


def test_a_restore_that_failed_half_way_goes_on_where_it_was(drill, empty):
    empty.shell("""
from website.operations.backup import BackupError, database
database.whole = database.put
def put(path):
    raise BackupError("半路中断")
database.put = put
""")
    assert "refused: 半路中断" in drill.restore(empty)
    assert "restore-begun" in empty.lying()
    assert "backup-work" not in empty.lying()
    (empty.folder / "media" / "images" / "图.txt").write_text("pic")  # as a power cut leaves it
    empty.shell("from website.operations.backup import database; database.put = database.whole")
    assert "已恢复" in drill.restore(empty)
    assert empty.seen([drill.erased_code, drill.code]) == drill.before
    assert "restore-begun" not in empty.lying()


def test_verify_reads_the_newest_and_knows_the_keys(drill, empty):
    told = drill.site.command("verify", "--key", drill.key)
    assert "备份完整" in told
    assert "附件2个" in told
    assert "咨询密钥k1与备份时一致" in told
    assert "refused" not in told
    empty.env["CONSULT_KEYS"] = "k2:" + bytes(range(1, 33)).hex()
    told = empty.command("verify", drill.archive, "--key", drill.key)
    assert "用编号为k1的密钥加密的咨询，无法打开" in told
    assert "refused" in told
    told = drill.restore(empty)
    assert "缺少当时的咨询密钥（编号k1）" in told
    assert "exit 3" in told


def test_a_broken_archive_is_refused_and_nothing_of_it_stays(drill, empty, tmp_path):
    whole = drill.archive.read_bytes()
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 1
    broken = tmp_path / drill.name
    for data in (whole[:-50_000], changed, b"junk" * 100, b""):
        broken.write_bytes(data)
        assert "refused: 备份文件不完整或者已损坏" in drill.verify(broken)
        assert "refused: 备份文件不完整或者已损坏" in drill.restore(empty, broken)
        assert empty.lying() == []
        assert "backup-work" not in drill.site.lying()


def test_another_key_or_a_later_release_is_refused_and_nothing_is_put_there(drill, empty, tmp_path):
    drill.site.command("backup", "--new-key", tmp_path / "other")
    assert "refused: 私钥与这份备份不匹配" in drill.verify(key=tmp_path / "other")
    told = empty.command("restore", drill.archive, "--key", tmp_path / "other")
    assert "refused: 私钥与这份备份不匹配" in told
    assert empty.lying() == []
    empty.shell("""
from website.operations import schema
schema.named = lambda: {"consult.0001_initial"}
""")
    told = drill.restore(empty)
    assert "refused: 这份备份由更新的版本制作" in told
    empty.shell("""
from website.operations import schema
from website.operations.backup import restoring
schema.OURS = set()
restoring.connection = type("Oracle", (), {"vendor": "oracle"})
restoring.ENGINES["oracle"] = "Oracle"
""")
    assert "现在的数据库是 Oracle" in drill.restore(empty)
    assert empty.lying() == []


@pytest.fixture(scope="module")
def filled(tmp_path_factory, pair):
    """A site with a large file, and a place for backups."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "backups").mkdir()
    site = Site(folder / "site", pair[1], BACKUP_TO=str(folder / "backups"))
    site.folder.mkdir()
    try:
        site.make_tables()
        site.codes = [code for _, code in json.loads(site.shell(ASK))]
        with (site.folder / "media" / "large.bin").open("wb") as file:
            os.truncate(file.fileno(), LARGE)
        yield site, folder / "backups"
    finally:
        site.end_shell()
        site.drop()


def growing(place):
    """Whether a good part of an archive is written."""
    return any((place / name).stat().st_size > LARGE // 10 for name in archives(place))


def test_a_backup_that_is_cut_off_is_none_and_the_next_one_clears_up(filled, pair):
    site, place = filled
    process = site.begun("backup")
    wait_for(lambda: growing(place), pause=0.005)
    killed(process)
    (left,) = archives(place)
    assert left.startswith(".")
    assert left.endswith(".part")
    assert "backup-work" in site.lying()
    assert f"{place} 里没有备份" in site.command("verify", "--key", pair[0])
    assert "已备份" in site.command("backup")
    (name,) = archives(place)
    assert name.endswith(".tar.age")
    assert "backup-work" not in site.lying()


def test_two_at_a_time_are_one_and_one_that_is_asked_to_end_clears_up(filled):
    site, place = filled
    before = archives(place)
    process = site.begun("backup")
    wait_for(lambda: any(name.endswith(".part") for name in archives(place)), pause=0.005)
    assert "refused: 另一个备份或者恢复正在进行" in site.command("backup")
    process.terminate()
    assert process.wait(timeout=240) != 0
    process.stdout.close()
    assert archives(place) == before
    assert "backup-work" not in site.lying()


def test_a_restore_that_is_cut_off_is_no_site_and_can_be_done_again(filled, tmp_path, pair):
    site, place = filled
    archive = place / archives(place)[0]
    other = Site(tmp_path / "other", pair[1])
    other.folder.mkdir()
    try:
        for sign in ("backup-work/media", "restore-begun"):
            _cut_off(other, ["restore", archive, "--key", pair[0]], sign)
        assert "已恢复" in other.command("restore", archive, "--key", pair[0])
        assert not set(other.lying()) & {"backup-work", "restore-begun"}
        assert other.seen(site.codes) == site.seen(site.codes)
        assert (other.folder / "media" / "large.bin").stat().st_size == LARGE
    finally:
        other.end_shell()
        other.drop()


def _cut_off(other, command, sign):
    """Kill it at a sign; once more from nothing where it was quicker than we and already done."""
    for _ in range(5):
        process = other.begun(*command)
        met = partial(os.path.exists, other.folder / sign)
        wait_for(lambda met=met, done=process.poll: met() or done() is not None, pause=0.005)
        killed(process)
        if "db.sqlite3" not in other.lying() or not other.ask("select 1 from sqlite_master"):
            return
        shutil.rmtree(other.folder)
        other.folder.mkdir()
    pytest.fail("it was never met in the middle")


def test_a_full_disk_is_a_sentence_and_the_old_backup_stays(filled, tmp_path):
    site, place = filled
    before = archives(place)
    with small_disk(tmp_path / "small", "100m") as disk:
        said = site.command("backup", "--to", disk)
        assert "refused: 磁盘空间不足，备份没有完成" in said
        assert archives(disk) == []
    assert archives(place) == before
