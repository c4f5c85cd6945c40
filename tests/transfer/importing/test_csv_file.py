"""CSV files of articles beside the other readers of the process."""

import csv
from contextlib import suppress

import pytest

from transfer.importing import csv_file
from transfer.importing.record import SourceFile, UnreadableRecordError


@pytest.mark.parametrize("content", ["id,title\n1,一\n", "没有表头"])
def test_other_readers_keep_their_limit_of_a_cell(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    known = csv.field_size_limit()
    with suppress(UnreadableRecordError):
        list(csv_file.read(SourceFile(path, tmp_path, path.name)))
    assert csv.field_size_limit() == known
