"""A machine that lets nobody mount skips what needs it, unless that is called a failure."""

import pytest

from tests import mounting


@pytest.fixture
def refused(monkeypatch):
    monkeypatch.setattr(mounting, "allowed", lambda: False)


def test_without_the_right_a_test_is_skipped(refused, monkeypatch):
    monkeypatch.delenv("MOUNT", raising=False)
    with pytest.raises(pytest.skip.Exception, match="挂载"):
        mounting.need()


def test_where_it_was_promised_its_absence_is_a_failure(refused, monkeypatch):
    monkeypatch.setenv("MOUNT", "required")
    with pytest.raises(pytest.fail.Exception, match="挂载"):
        mounting.need()


def test_who_may_mount_does_and_leaves_nothing_mounted():
    mounting.need()
    with open("/proc/mounts") as mounted:
        assert "antou-test /mnt" not in mounted.read()
