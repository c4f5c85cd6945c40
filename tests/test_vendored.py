"""Files of others in the tree are those that were taken, with their licence."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parent.parent / "static" / "vendor"
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())


def sums(folder):
    """The SHA-256 of each file as its VERSION tells."""
    told = (folder / "VERSION").read_text(encoding="utf-8")
    return {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", told, re.M)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_the_one_that_was_taken(folder):
    files = {path.name for path in folder.iterdir()} - {"VERSION"}
    assert "LICENSE" in files
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    assert found == sums(folder)
