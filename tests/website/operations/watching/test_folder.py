"""Where the counters of the processes lie, on a full disk, too."""

import os
from pathlib import Path

import pytest

from website.operations.watching import folder

DEAD = 2**22 + 1  # beyond what Linux gives a process


@pytest.fixture(autouse=True)
def variable(monkeypatch):
    monkeypatch.setenv(folder.VARIABLE, "elsewhere")
    return lambda: os.environ.get(folder.VARIABLE)


def test_a_start_begins_with_an_empty_folder_that_others_cannot_read(tmp_path, variable):
    place = tmp_path / "metrics" / "8000"
    place.mkdir(parents=True)
    (place / "counter_1.db").write_bytes(b"old")
    folder.prepare(place)
    assert (list(place.iterdir()), variable()) == ([], str(place))
    assert place.stat().st_mode & 0o777 == 0o700


def test_a_process_writes_its_files_out_before_they_are_mapped(tmp_path, variable):
    folder.prepare(tmp_path / "m")
    folder.take_room()
    files = sorted((tmp_path / "m").iterdir())
    assert [file.name for file in files] == [f"{one}_{os.getpid()}.db" for one in folder.KINDS]
    assert all(file.stat().st_blocks * 512 >= folder.ROOM for file in files)


def test_without_room_for_folder_or_files_a_process_counts_for_itself(
    tmp_path, variable, monkeypatch
):
    (tmp_path / "metrics").write_text("in the way")
    folder.prepare(tmp_path / "metrics" / "8000")
    assert variable() is None
    folder.prepare(tmp_path / "m")
    real = Path.write_bytes

    def full(file, data):
        if file.name.startswith("histogram"):
            real(file, data[:100])
            raise OSError(28, "no space left")
        return real(file, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    folder.take_room()
    assert (list((tmp_path / "m").iterdir()), variable()) == ([], None)


@pytest.mark.parametrize(("many", "left"), [(4, {"1", str(DEAD)}), (1, {"1"})])
def test_files_of_dead_processes_go_only_where_there_are_many(
    tmp_path, variable, monkeypatch, many, left
):
    monkeypatch.setattr(folder, "MANY", many)
    folder.prepare(tmp_path / "m")
    for number in (1, DEAD):
        (tmp_path / "m" / f"counter_{number}.db").write_bytes(b"")
    folder.take_room()
    names = {file.name.partition("_")[2][:-3] for file in (tmp_path / "m").iterdir()}
    assert names == left | {str(os.getpid())}
