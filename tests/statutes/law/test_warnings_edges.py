"""Where one reason to warn ends and the next begins, and rows of the table that lack a date."""

from datetime import date

import pytest

from statutes.base import Reason, Status
from statutes.models import Statute
from tests.statutes.sample_law import (
    CODE,
    NEW_COMPANY,
    TODAY,
    company_law,
    contract_law,
    judged,
    version,
)

pytestmark = pytest.mark.django_db

COMPANY, OLD_COMPANY = "《公司法》第16条", "2018年《公司法》第16条"
BY_YEAR = {"number": 16, "version": "2018", "statute": "公司法"}
BEFORE, MADE_KNOWN = date(2023, 5, 1), date(2023, 12, 29)


def reason(found):
    return found and found.reason


def test_who_writes_on_the_day_of_the_end_knows_of_it():
    contract_law()
    text = "合同是2019年签的，适用《合同法》第52条。"
    assert judged(text, "《合同法》第52条", number=52, day=CODE) is None


def test_without_the_day_of_its_end_no_facts_are_old_enough():
    version("乡镇企业法", status=Status.REPEALED)
    text = "企业是2019年办的，适用《乡镇企业法》第2条。"
    assert judged(text, "《乡镇企业法》第2条", number=2, day=CODE).reason == Reason.REPEALED


def test_decisions_are_found_again_by_a_fingerprint_that_stays_as_it_is():
    law = contract_law()
    found = judged("《合同法》第52条", "《合同法》第52条", number=52)
    assert found.fingerprint == f"repealed:合同法:52:0::{law.pk}:2021-01-01"
    name = "长" * 80
    unknown = judged(f"《{name}》", f"《{name}》", known=False)
    assert unknown.fingerprint == f"unknown:{'长' * 70}::0:"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("德国民法典", "外国法律"),
        ("台湾地区民法", "港澳台地区的规定"),
        ("联合国国际货物销售合同公约", "国际条约"),
    ],
)
def test_law_that_is_not_the_mainlands_is_called_so(name, what):
    found = judged(f"《{name}》第3条", f"《{name}》第3条", statute=name, number=3, known=False)
    assert (found.reason, found.words) == (
        Reason.UNKNOWN,
        f"《{name}》是{what}，不在法规表中，请自行核对。",
    )


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (75, "（2010年的版本有这一条）"),
        (80, "（2010年的版本有这一条）"),
        (65, "（2018年的版本有这一条）"),
        (85, ""),  # a version that has no year to be called by
        (99, ""),
    ],
)
def test_the_newest_of_the_older_versions_that_has_the_number_is_named(number, hint):
    version("仲裁法", effective_from=None, effective_to=date(2010, 1, 1), article_count=90)
    version("仲裁法", effective_from=date(2010, 1, 1), effective_to=date(2018, 1, 1),
            article_count=80)  # fmt: skip
    version("仲裁法", effective_from=date(2018, 1, 1), effective_to=date(2019, 1, 1),
            article_count=70)  # fmt: skip
    version("仲裁法", effective_from=date(2019, 1, 1), effective_to=CODE)  # nobody counted it
    version("仲裁法", effective_from=CODE, article_count=60)
    text = f"《仲裁法》第{number}条"
    words = judged(text, text, day=CODE, number=number).words
    assert words == f"《仲裁法》共60条，没有第{number}条{hint}，请核对条文序号。"


def test_of_a_version_that_the_table_has_not_no_number_is_doubted():
    company_law()
    text = "2005年《公司法》第300条"
    found = judged(text, text, number=300, version="2005", statute="公司法")
    assert found.reason == Reason.OLD_VERSION
    version("刑法", texts={(1, 0): "一", (3, 0): "三"})
    text = "1979年《刑法》第2条"
    found = judged(text, text, number=2, version="1979", statute="刑法")
    assert found.reason == Reason.OLD_VERSION


def test_what_the_text_to_come_adds_is_not_missing():
    version("刑法", texts={(1, 0): "一", (2, 0): "二"}, effective_to=date(2027, 3, 1))
    version("刑法", effective_from=date(2027, 3, 1))  # another that nobody counted
    version("刑法", effective_from=date(2028, 3, 1), article_count=4)
    for number in (3, 4):
        assert judged("《刑法》第3条", "《刑法》第3条", number=number).reason == Reason.FUTURE
    assert judged("《刑法》第2条", "《刑法》第2条", number=2, until=4).reason == Reason.FUTURE
    new = {"number": 4, "version": "新", "statute": "刑法"}
    assert judged("新《刑法》第4条", "新《刑法》第4条", **new).reason == Reason.BEYOND


@pytest.mark.parametrize(
    ("word", "expected"),
    [("2018年", Reason.OLD_VERSION), ("旧", Reason.OLD_VERSION), ("原", None), ("2023年", None)],
)
def test_who_names_the_version_is_not_told_that_a_newer_one_came(word, expected):
    company_law()
    text = f"{word}{COMPANY}"
    given = {**BY_YEAR, "version": word.removesuffix("年")}
    assert reason(judged(text, text, day=BEFORE, **given)) == expected


def test_a_version_without_a_date_is_no_revision():
    version("公司法", effective_from=None)
    assert judged(COMPANY, COMPANY, number=16, day=BEFORE) is None


def test_a_revision_is_told_though_nobody_knows_when_it_was_made():
    _, new = company_law()
    Statute.objects.filter(pk=new.pk).update(promulgated=None)
    assert judged(COMPANY, COMPANY, number=16, day=BEFORE).reason == Reason.REVISED


def test_known_but_not_in_force_yet_it_was_not_what_the_writer_meant():
    company_law()
    assert judged(COMPANY, COMPANY, number=16, day=date(2024, 2, 1)).reason == Reason.REVISED
    given = {"number": 16, "version": "新", "statute": "公司法", "day": MADE_KNOWN}
    assert judged(f"新{COMPANY}", f"新{COMPANY}", **given) is None


def test_old_facts_and_the_day_of_the_new_version_spare_a_revised_law():
    company_law()
    ahead = f"{COMPANY}自2024年7月1日起施行。"
    given = {"number": 16, "day": date(2024, 2, 1)}
    assert judged(f"修订前的纠纷，适用{COMPANY}。", COMPANY, **given) is None
    assert judged(ahead, COMPANY, **given) is None
    assert judged(ahead, COMPANY, **{**given, "day": BEFORE}).reason == Reason.REVISED


def test_of_the_only_version_nothing_older_is_said():
    version("公司法", effective_from=NEW_COMPANY)
    found = judged(COMPANY, COMPANY, number=16, day=BEFORE)
    assert found.words == (
        "《公司法》在这段文字核对或发布（2023年5月1日）之后修改过：新版自2024年7月1日起施行。"
        "条文序号可能有变，请按现行版本核对。"
    )


def test_the_version_of_the_day_is_named_and_not_one_between():
    version("公司法", effective_from=date(2018, 10, 26), effective_to=date(2023, 8, 1))
    version("公司法", effective_from=date(2023, 8, 1), effective_to=NEW_COMPANY)
    version("公司法", effective_from=NEW_COMPANY)
    words = judged(COMPANY, COMPANY, number=16, day=BEFORE).words
    assert "原来的版本自2018年10月26日起施行。" in words
    words = judged(COMPANY, COMPANY, number=16, day=date(2017, 1, 1)).words
    assert "原来的版本自2023年8月1日起施行。" in words  # none was in force: the last before


@pytest.mark.parametrize(
    ("word", "known", "words"),
    [
        ("2018年", {}, "《公司法》2018年的版本，现行版本自2024年7月1日起施行。讨论旧案"),
        ("2005年", {}, "《公司法》2005年的版本，现行版本自2024年7月1日起施行。讨论旧案"),
        ("旧", {"promulgated": None, "effective_from": None}, "《公司法》旧版本，现行版本自"),
    ],
)
def test_an_old_version_is_called_by_its_year_if_that_is_known(word, known, words):
    old, _ = company_law()
    Statute.objects.filter(pk=old.pk).update(**known)
    text = f"{word}{COMPANY}"
    found = judged(text, text, **{**BY_YEAR, "version": word.removesuffix("年")})
    assert found.words.startswith(f"这里写的是{words}")


def test_an_unlisted_version_is_compared_with_none():
    company_law({(16, 0): "原文"}, {(16, 0): "原文"})
    text = "2005年《公司法》第16条"
    found = judged(text, text, **{**BY_YEAR, "version": "2005"})
    assert found.words.endswith("条文序号可能有变，请按现行版本核对。")


def test_a_year_after_the_present_version_is_no_older_one():
    company_law()
    for year in ("2023", "2024", "2025"):
        text = f"{year}年{COMPANY}"
        assert judged(text, text, **{**BY_YEAR, "version": year}) is None, year


def test_a_present_version_without_dates_has_no_day_and_no_year():
    _, new = company_law()
    Statute.objects.filter(pk=new.pk).update(promulgated=None, effective_from=None)
    found = judged(OLD_COMPANY, OLD_COMPANY, **BY_YEAR)
    assert "2018年的版本，现在适用的是新版本。" in found.words
    text = "2005年《公司法》第16条"
    assert judged(text, text, **{**BY_YEAR, "version": "2005"}) is None


def test_facts_that_are_dated_spare_an_old_version_by_name():
    company_law()
    text = f"合同是2019年签的，适用{OLD_COMPANY}。"
    assert judged(text, OLD_COMPANY, **BY_YEAR, day=TODAY) is None


def test_a_version_that_is_named_needs_none_in_force():
    version("公司法", effective_from=date(2018, 10, 26), effective_to=date(2026, 9, 1))
    assert judged(OLD_COMPANY, OLD_COMPANY, **BY_YEAR) is None
    assert judged(f"修订前的纠纷，适用{COMPANY}。", COMPANY, number=16) is None


def test_a_law_to_come_is_told_with_what_is_known_of_it():
    version("新法", effective_from=None, status=Status.FUTURE)
    text = "《新法》第1条"
    advice = "尚未施行。施行之前，请写明施行日期。"
    assert judged(text, text, number=1).words == f"《新法》{advice}"
    version("仲裁法", effective_to=date(2027, 3, 1), article_count=80)
    version("仲裁法", effective_from=date(2027, 3, 1), article_count=96)
    found = judged("《仲裁法》第96条", "《仲裁法》第96条", number=96, day=TODAY)
    assert found.words.startswith("《仲裁法》的新版本尚未施行，自2027年3月1日起施行。施行之前")
    version("海商法", effective_from=date(2027, 3, 1))
    assert judged("《海商法》", "《海商法》").words.startswith("《海商法》尚未施行，自2027年")


def test_what_is_to_come_under_the_name_of_a_repealed_law_does_not_revive_it():
    version("农业法", effective_to=CODE, status=Status.REPEALED)
    version("农业法", effective_from=date(2027, 3, 1))
    found = judged("《农业法》第1条", "《农业法》第1条", number=1)
    assert found.reason == Reason.REPEALED


def test_a_version_without_a_year_is_called_by_its_name_alone():
    old, _ = company_law()
    Statute.objects.filter(pk=old.pk).update(promulgated=None, effective_from=None)
    text = "旧《公司法》第230条"
    found = judged(text, text, number=230, version="旧", statute="公司法")
    assert found.words.startswith("《公司法》共218条，没有第230条")
    only = version("档案法", effective_to=date(2026, 9, 1), article_count=50)
    text = f"{only.year}年《档案法》第51条"
    found = judged(text, text, number=51, version=str(only.year), statute="档案法")
    assert found.words.startswith("《档案法》共50条，没有第51条")


def test_who_names_a_version_by_its_number_is_not_told_that_a_newer_one_came():
    old = {"effective_from": date(2015, 9, 1), "effective_to": CODE, "doc_no": "法释〔2015〕18号"}
    version("借贷规定", **old)
    version("借贷规定", effective_from=CODE, doc_no="法释〔2020〕17号")
    text = "《借贷规定》（法释〔2015〕18号）第1条"
    given = {"number": 1, "statute": "借贷规定", "doc_no": "法释〔2015〕18号"}
    assert judged(text, text, day=date(2019, 1, 1), **given).reason == Reason.OLD_VERSION


def test_the_last_article_and_a_law_as_a_whole_stay_what_they_are():
    version("仲裁法", effective_to=date(2027, 3, 1), article_count=80)
    version("仲裁法", effective_from=date(2027, 3, 1), article_count=96)
    assert judged("《仲裁法》第80条", "《仲裁法》第80条", number=80, day=TODAY) is None
    assert judged("《仲裁法》", "《仲裁法》", day=TODAY) is None
