"""Where backups go and for whom, as the environment gives it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import backups

PUBLIC = "age10mpjrtl36s86jfy0apdp9gvx8dpfqmurzldr82jppqx80l93z99qls25lu"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in (backups.TO, backups.RECIPIENT, backups.KEEP):
        monkeypatch.delenv(name, raising=False)


def test_nothing_is_backed_up_by_itself(tmp_path):
    assert backups.place(tmp_path) == (None, None)
    assert backups.recipients() == []
    assert backups.kept_days() == 30


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
        backups.kept_days()
