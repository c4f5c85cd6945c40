"""A pack for the tests of what is read of one."""

import pytest

from statutes.services import table
from tests.statutes.packs.made import built, give_text
from tests.statutes.rows import TABLE


@pytest.fixture
def pack(tmp_path):
    """The path of a pack with three rows, one of them with a text."""
    table.apply(rows=TABLE, version=TABLE[0].promulgated, own=False)
    give_text("甲法-2020", "第一款。", "第二条。")
    return built(tmp_path)
