"""How much room there is, for what it is enough, and the ballast that is given up."""

from pathlib import Path

import pytest

from richtext.base import disk
from richtext.base.disk import BALLAST, MB

RESERVE = 100


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR, settings.DISK_RESERVE_MB = tmp_path, RESERVE
    return tmp_path


@pytest.fixture
def left(folder, monkeypatch):
    """Says how many bytes are left."""

    def say(number):
        monkeypatch.setattr(disk, "free", lambda folder: number)

    return say


@pytest.mark.parametrize(
    ("number", "state"),
    [(RESERVE * MB, "ok"), (RESERVE * MB - 1, "low"), (disk.FULL, "low"), (disk.FULL - 1, "full")],
)
def test_what_is_left_has_a_name(left, number, state):
    left(number)
    assert disk.state() == state


def test_the_room_of_a_folder_that_is_not_made_yet_is_that_of_the_one_above(folder):
    assert abs(disk.free(folder / "not" / "there") - disk.free(folder)) < 100 * MB


def test_a_ballast_is_laid_down_once_where_it_fits_beside_the_reserve(folder, left, monkeypatch):
    def fail(*_):
        raise OSError(28, "full")

    left(RESERVE * MB + BALLAST - 1)
    disk.keep_ballast()
    left(RESERVE * MB + BALLAST)
    with monkeypatch.context() as full:
        full.setattr(disk.os, "urandom", fail)
        with pytest.raises(OSError, match="full"):
            disk.keep_ballast()
    assert list(Path(folder).iterdir()) == []
    disk.keep_ballast()
    ballast = folder / disk.BALLAST_NAME
    assert ballast.stat().st_blocks * 512 >= BALLAST
    made = ballast.stat().st_mtime_ns
    disk.keep_ballast()
    assert (ballast.stat().st_mtime_ns, list(folder.iterdir())) == (made, [ballast])


def test_a_full_disk_gets_the_ballast_and_one_with_room_does_not(folder, left):
    (folder / disk.BALLAST_NAME).write_bytes(b"x")
    left(disk.FULL)
    disk.give_way(folder)
    assert list(folder.iterdir())
    left(disk.FULL - 1)
    disk.give_way(folder)
    disk.give_way(folder)
    assert list(folder.iterdir()) == []


def test_the_log_hears_of_it_while_it_lasts(left, caplog):
    left(RESERVE * MB)
    disk.complain()
    assert caplog.messages == []
    left(7 * MB)
    disk.complain()
    assert caplog.messages == ["the disk is low: 7 MB left"]
