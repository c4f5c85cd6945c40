"""Where backups go and for whom, as the environment gives it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import backups

PUBLIC = "age10mpjrtl36s86jfy0apdp9gvx8dpfqmurzldr82jppqx80l93z99qls25lu"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in (backups.TO, backups.RECIPIENT, backups.KEEP, backups.MEDIA):
        monkeypatch.delenv(name, raising=False)


def test_nothing_is_backed_up_by_itself(tmp_path):
    assert backups.place(tmp_path) == (None, None)
    assert backups.recipients() == []
    assert backups.retained_days() == 30


def test_a_folder_or_a_bucket(monkeypatch, tmp_path):
    monkeypatch.setenv(backups.TO, "/var/backups/antou")
    assert backups.place(tmp_path) == (Path("/var/backups/antou"), None)
    monkeypatch.setenv(backups.TO, "s3://KEY:SECRET@s3.example.com/archives")
    folder, bucket = backups.place(tmp_path)
    assert folder is None
    options = bucket["OPTIONS"]
    known = [options[name] for name in ("bucket_name", "location", "default_acl")]
    assert known == ["archives", "backups", "private"]
    assert 0 < options["max_memory_size"] < 100 * 1024 * 1024


@pytest.mark.parametrize("value", ["backups", "./x", "ftp://h/x", "s3://h"])
def test_no_place_is_refused_with_a_sentence(monkeypatch, tmp_path, value):
    monkeypatch.setenv(backups.TO, value)
    with pytest.raises(ImproperlyConfigured, match="BACKUP_TO"):
        backups.place(tmp_path)


def test_a_backup_does_not_lie_within_what_it_protects(monkeypatch, tmp_path):
    for inside in (tmp_path, tmp_path / "backups"):
        monkeypatch.setenv(backups.TO, str(inside))
        with pytest.raises(ImproperlyConfigured, match="不能在数据目录"):
            backups.place(tmp_path)


SHOWN = "oss://K:S@s3.oss-cn-hangzhou.aliyuncs.com/pictures?public_url=https://img.firm.cn"


@pytest.mark.parametrize(
    "same",
    [
        "oss://K2:S2@s3.oss-cn-hangzhou.aliyuncs.com/pictures/",
        "oss://K:S@oss-cn-hangzhou-internal.aliyuncs.com/pictures?scheme=http",
        "s3://K:S@s3.oss-cn-hangzhou.aliyuncs.com:443/pictures?region=cn-hangzhou",
    ],
)
def test_the_bucket_of_public_pictures_is_refused_however_it_is_reached(
    monkeypatch, tmp_path, same
):
    monkeypatch.setenv(backups.MEDIA, SHOWN)
    monkeypatch.setenv(backups.TO, same)
    with pytest.raises(ImproperlyConfigured, match="备份不能放在同一个存储桶里，请用 BACKUP_TO"):
        backups.place(tmp_path)


@pytest.mark.parametrize(
    "other",
    [
        "oss://K:S@s3.oss-cn-hangzhou.aliyuncs.com/pictures-not",
        "oss://K:S@s3.oss-cn-beijing.aliyuncs.com/pictures",
        "s3://K:S@s3.example.com/pictures?region=cn-hangzhou",
    ],
)
def test_another_bucket_is_taken(monkeypatch, tmp_path, other):
    monkeypatch.setenv(backups.MEDIA, SHOWN)
    monkeypatch.setenv(backups.TO, other)
    assert backups.place(tmp_path)[1]


def test_pictures_that_the_site_hands_out_make_no_bucket_public(monkeypatch, tmp_path):
    monkeypatch.setenv(backups.MEDIA, SHOWN.partition("?")[0])
    monkeypatch.setenv(backups.TO, SHOWN.partition("?")[0])
    assert backups.place(tmp_path)[1]


@pytest.mark.parametrize("name", ["media", "static"])
def test_a_folder_that_is_served_is_refused_wherever_a_link_leads(monkeypatch, tmp_path, name):
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    (elsewhere / "backups").mkdir(parents=True)
    (data / name).symlink_to(elsewhere)
    for inside in (elsewhere, elsewhere / "backups", data / name / "backups"):
        monkeypatch.setenv(backups.TO, str(inside))
        with pytest.raises(ImproperlyConfigured, match="那里的文件对公众开放"):
            backups.place(data)


def test_the_folder_that_public_files_are_collected_from_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv(backups.TO, str(backups.places.HOUSE / "static" / "backups"))
    with pytest.raises(ImproperlyConfigured, match="那里的文件对公众开放"):
        backups.place(tmp_path)


def test_several_keys_may_open(monkeypatch):
    monkeypatch.setenv(backups.RECIPIENT, f"{PUBLIC}, {PUBLIC}")
    assert backups.recipients() == [PUBLIC] * 2


@pytest.mark.parametrize(
    "value",
    ["x", "AGE-SECRET-KEY-1QQPQ", PUBLIC[:-1], PUBLIC.replace("mpj", "mpk"), f"{PUBLIC},x"],
)
def test_what_is_no_public_key_is_refused_and_not_shown(monkeypatch, value):
    monkeypatch.setenv(backups.RECIPIENT, value)
    with pytest.raises(ImproperlyConfigured, match="BACKUP_RECIPIENT 应为 age1") as told:
        backups.recipients()
    assert "QQPQ" not in str(told.value)


def test_a_place_without_a_key_is_refused(monkeypatch):
    monkeypatch.setenv(backups.TO, "/var/backups/antou")
    with pytest.raises(ImproperlyConfigured, match="--new-key"):
        backups.recipients()


@pytest.mark.parametrize("value", ["0", "91", "a month"])
def test_backups_are_kept_for_days_that_a_tombstone_outlives(monkeypatch, value):
    monkeypatch.setenv(backups.KEEP, value)
    with pytest.raises(ImproperlyConfigured, match="1 到 90"):
        backups.retained_days()
