"""Files of one version: parts are joined, copies taken once, contradictions refused."""

import pytest

from statutes.importing.versions import merge_documents
from tests.statutes.texts import ADOPTED, articles, document

pytestmark = pytest.mark.engine


def part(name, number, first, path=None):
    return document(*articles(number, first), part=name, path=path or f"灯塔法/{name}.md")


def test_the_parts_of_a_text_become_one_in_the_order_of_its_articles():
    versions, conflicts = merge_documents(
        [part("附则", 2, 5), part("总则", 2, 1), part("灯", 2, 3)]
    )
    assert conflicts == []
    assert [one.number for one in versions[0].provisions] == [1, 2, 3, 4, 5, 6]
    assert [one.part for one in versions[0].provisions][::2] == ["总则", "灯", "附则"]
    assert versions[0].preamble == ADOPTED


def test_a_text_whose_first_part_is_missing_is_refused():
    versions, conflicts = merge_documents([part("灯", 2, 3), part("附则", 2, 5)])
    assert versions == []
    assert "第三条开始" in conflicts[0]


def test_parts_with_the_same_numbers_are_refused():
    versions, conflicts = merge_documents([part("总则", 3, 1), part("灯", 2, 3)])
    assert versions == []
    assert "重叠" in conflicts[0]


def test_a_part_beside_the_whole_is_refused():
    whole = document(*articles(4), path="灯塔法.md")
    versions, conflicts = merge_documents([whole, part("总则", 2, 1)])
    assert versions == []
    assert "灯塔法.md" in conflicts[0]


def test_two_files_with_the_same_text_are_taken_once():
    one = document("第一条 甲（乙），丙。", path="法律/灯塔法(2020-05-28).md")
    other = document("第一条 甲(乙),丙。", path="行政/灯塔法(2020-05-28).md")
    versions, conflicts = merge_documents([other, one])
    assert conflicts == []
    assert [str(found) for found in versions] == ["行政/灯塔法(2020-05-28).md"]
    assert versions[0].copies == 1
    assert "内容相同" in versions[0].remarks[0]


def test_two_files_of_one_version_that_differ_are_both_refused():
    one = document("第一条 甲。", "第二条 乙。", path="甲/灯塔法(2020-05-28).md")
    other = document("第一条 甲。", "第二条 丙。", path="乙/灯塔法(2020-05-28).md")
    versions, conflicts = merge_documents([one, other])
    assert versions == []
    assert all(words in conflicts[0] for words in ("甲/灯塔法", "乙/灯塔法", "第二条"))


def test_versions_of_one_text_come_the_older_first():
    newer = document(*articles(2), title=["2023年1月1日 修订"], path="灯塔法(2023-01-01).md")
    versions, _ = merge_documents([newer, document(*articles(1))])
    assert [len(one.provisions) for one in versions] == [1, 2]


@pytest.mark.parametrize(
    "change",
    [{"body": ["第一条 甲。"]}, {"title": ["2020年5月28日 甲会通过"]}, {"tail": ["附件一"]}],
)
def test_the_digest_changes_with_what_is_stored(change):
    body = change.get("body", articles(1)) + change.get("tail", [])
    other = document(*body, title=change.get("title", [ADOPTED]))
    one, other = (merge_documents([found])[0][0] for found in (document(*articles(1)), other))
    assert one.digest != other.digest
