"""What a text says of the version it means."""

import pytest

from statutes.citations import parse
from tests.statutes.some_names import NAMES, only

VERSIONS = [
    ("原《合同法》第五十二条", "原"),
    ("原合同法第52条", "原"),
    ("旧《公司法》第3条", "旧"),
    ("旧公司法第3条", "旧"),
    ("新《公司法》第四十七条", "新"),
    ("最新《公司法》第四十七条", "新"),
    ("新修订的《公司法》第四十七条", "新"),
    ("修订后的《公司法》第四十七条", "新"),
    ("修订前的《公司法》第二十六条", "旧"),
    ("2023年修订前的《公司法》第二十六条", "旧"),
    ("2018年《公司法》第16条", "2018"),
    ("2018《公司法》第16条", "2018"),
    ("2018年修正的《公司法》第16条", "2018"),
    ("2018年公司法第16条", "2018"),
    ("《公司法》（2018年修正）第十六条", "2018"),
    ("《公司法》（2018修订）第十六条", "2018"),
    ("《公司法》(2018)第十六条", "2018"),
    ("《公司法》（2018年10月26日修正）第十六条", "2018"),
    ("《公司法（2018年修正）》第十六条", "2018"),
    ("公司法(2018)第十六条", "2018"),
    ("《公司法》（2023年修订，2024年7月1日起施行）第四条", "2023"),
    ("《公司法》（2018年修正）", "2018"),
    ("原《合同法》", "原"),
]


@pytest.mark.parametrize(("text", "version"), VERSIONS)
def test_the_words_of_a_version_belong_to_the_citation(text, version):
    one = only(f"律师说，{text}，不能照搬。")
    assert (one.written, one.version) == (text, version)


@pytest.mark.parametrize(
    "text",
    [
        "2018年10月1日《公司法》第3条",
        "《公司法》（2018）粤01民终123号",
        "他说的《公司法》第3条",
        "《公司法》（重点）第3条",
    ],
)
def test_other_words_and_brackets_are_no_version(text):
    assert {one.version for one in parse(text, NAMES)} == {""}


def test_the_version_goes_with_what_is_carried_over():
    text = "原《合同法》第五十二条、第五十四条，该法第六十条；《合同法》第一条"
    assert [one.version for one in parse(text, NAMES)] == ["原", "原", "原", ""]


def test_the_former_number_of_an_article_is_of_the_former_version():
    last = parse("新《民事诉讼法》第122条（原第119条）", NAMES)[-1]
    assert (last.written, last.key, last.version) == ("原第119条", "民事诉讼法:119", "原")


@pytest.mark.parametrize(
    "text", ["网站更新《公司法》第3条", "重新《公司法》第3条", "高原《公司法》第3条"]
)
def test_a_word_that_ends_alike_is_no_version(text):
    assert only(text).version == ""
