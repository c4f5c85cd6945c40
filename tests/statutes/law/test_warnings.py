"""What is said of a citation on a day: each level, its words, what a lawyer would curse to hear."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from articles.models import Citation as StoredCitation
from statutes.base import Level, Reason, Status
from statutes.citations import Citation
from statutes.law import warnings
from statutes.law.table import Table
from statutes.law.warnings import meaning_of
from statutes.models import Statute
from tests.statutes.sample_law import (
    CODE,
    NEW_COMPANY,
    TODAY,
    company_law,
    contract_law,
    judged,
    reason,
    version,
)

pytestmark = pytest.mark.django_db

CONTRACT, COMPANY = "《合同法》第52条", "《公司法》第16条"
BEFORE = date(2023, 5, 1)
TABLE = Path(__file__).with_name("warnings.txt").read_text()


@pytest.mark.parametrize("line", [line for line in TABLE.splitlines() if line[:1] not in {"", "#"}])
def test_a_citation_is_told_of_as_the_table_says(line):
    text, written, today, expected = (part.strip() for part in line.split("|"))
    contract_law()
    _, new = company_law()
    days = [day and date.fromisoformat(day) for day in (written, today)]
    found = judged(text, days[0] or None, days[1] or TODAY, at=text.startswith("《民法典》"))
    assert (found.reason if found else "") == expected
    if expected == "old_version":
        assert (found.level, found.leads_to) == (Level.AMBER, new)
    if expected == "future":
        assert found.level == Level.BLUE


# Repealed


def test_a_repealed_statute_is_red_with_dates_part_and_advice():
    law = contract_law()
    found = judged("依据《合同法》第52条，合同无效。")
    assert (found.level, found.reason, found.leads_to) == (Level.RED, "repealed", law.replaced_by)
    assert found.words == (
        "《合同法》已于2021年1月1日废止，由《民法典》合同编取代。如讨论旧案，请写明“原《合同法》”。"
    )
    # A decision about it is found again by facts that stay, and by no prose.
    assert found.fingerprint == f"repealed:合同法:52:0::{law.pk}:2021-01-01"
    law.replaced_part = "合同编"
    law.save()
    assert judged(f"见{CONTRACT}").fingerprint == found.fingerprint
    law.effective_to = date(2022, 1, 1)
    law.save()
    assert judged(CONTRACT).fingerprint != found.fingerprint


def test_without_the_day_of_its_end_or_a_successor_it_is_still_told():
    version("乡镇企业法", effective_from=None, promulgated=None, status=Status.REPEALED)
    assert judged("《乡镇企业法》第2条").words.startswith("《乡镇企业法》已经废止。")
    assert reason("企业是2019年办的，适用《乡镇企业法》第2条。", day=CODE) == Reason.REPEALED


def test_what_replaced_it_may_be_repealed_too():
    given = {"effective_from": date(1982, 7, 1), "effective_to": date(1999, 10, 1)}
    version("经济合同法", replaced_by=contract_law(), **given)
    found = judged("《经济合同法》第2条")
    assert "由《合同法》取代；现在适用《民法典》。" in found.words
    assert found.leads_to.short_name == "民法典"


def test_of_a_repealed_law_the_article_is_named_that_says_it_now():
    words = "当事人一方迟延履行主要债务，经催告后在合理期限内仍未履行，当事人可以解除合同。"
    law = contract_law()
    law.articles.create(number=94, text=words)
    told = judged("《合同法》第94条").words
    law.replaced_by.articles.create(number=563, text=f"{words}\n应当提前通知。")
    law.replaced_by.articles.create(number=564, text="解除权应当在期限内行使。")
    sentence = warnings.TAKEN_OVER.format(old="第94条", name="民法典", new="第563条")
    assert sentence not in told
    assert sentence in judged("《合同法》第94条").words
    assert "大致" not in judged("《合同法》第1条").words
    assert "大致" not in judged("《合同法》").words


def test_an_older_version_of_a_repealed_law_is_as_repealed_as_the_last():
    code = version("民法典", effective_from=CODE)
    given = {"effective_from": date(2001, 1, 1), "effective_to": date(2010, 1, 1)}
    version("婚姻规定", doc_no="法释〔2001〕1号", **given)
    version("婚姻规定", effective_from=date(2010, 1, 1), effective_to=CODE, replaced_by=code)
    found = judged("《婚姻规定》（法释〔2001〕1号）第1条")
    assert (found.reason, found.leads_to) == (Reason.REPEALED, code)


def test_a_name_that_another_text_bears_by_now_is_red():
    first = version("解释（一）", effective_from=CODE)
    given = {"effective_from": date(2006, 10, 1), "effective_to": CODE, "replaced_by": first}
    version("解释（二）", doc_no="法释〔2006〕6号", **given)
    version("解释（二）", doc_no="法释〔2025〕12号", effective_from=date(2025, 9, 1))
    found = judged("《解释（二）》第3条", day=date(2019, 6, 1))
    assert (found.level, found.leads_to) == (Level.RED, first)
    assert found.words == (
        "《解释（二）》已于2021年1月1日废止，由《解释（一）》取代。如讨论旧案，请写明“原《解释（二）》”。"
        "现行同名的是另一部（法释〔2025〕12号），请勿混淆。"
    )
    assert judged("《解释（二）》第3条", day=TODAY) is None
    # What is to come under the name of a repealed law does not revive it.
    version("农业法", effective_to=CODE, status=Status.REPEALED)
    version("农业法", effective_from=date(2027, 3, 1))
    assert reason("《农业法》第1条") == Reason.REPEALED


# Numbers that no article has


def test_a_number_after_the_last_article_is_red_where_the_articles_were_counted():
    version("民法典", article_count=1260)
    version("物权法")
    for place in ("第1300条", "第1250条至第1300条", "第1261条"):
        found = judged(f"《民法典》{place}")
        assert (found.level, found.reason) == (Level.RED, Reason.BEYOND)
        assert found.words.startswith("《民法典》共1260条，没有第")
    assert judged("《民法典》第1260条") is None
    assert judged("《物权法》第1300条") is None


def test_the_count_is_that_of_the_version_which_is_meant():
    old, _ = company_law()
    found = judged("2018年《公司法》第230条")
    assert found.reason == Reason.BEYOND
    assert "《公司法》2018年的版本共218条" in found.words
    # Of a version that the table has not, no number is doubted.
    assert reason("2005年《公司法》第300条") == Reason.OLD_VERSION
    # A version without a year is called by its name alone, as is an only one.
    Statute.objects.filter(pk=old.pk).update(promulgated=None, effective_from=None)
    assert judged("旧《公司法》第230条").words.startswith("《公司法》共218条，没有第230条")
    only = version("档案法", effective_to=date(2026, 9, 1), article_count=50)
    found = judged(f"{only.year}年《档案法》第51条")
    assert found.words.startswith("《档案法》共50条，没有第51条")


@pytest.mark.parametrize(("number", "year"), [(75, 2010), (80, 2010), (65, 2018), (85, 0), (99, 0)])
def test_the_newest_of_the_older_versions_that_has_the_number_is_named(number, year):
    ends = (None, date(2010, 1, 1), date(2018, 1, 1), date(2019, 1, 1), CODE, None)
    for start, end, count in zip(ends, ends[1:], (90, 80, 70, None, 60), strict=False):
        version("仲裁法", effective_from=start, effective_to=end, article_count=count)
    hint = year and f"（{year}年的版本有这一条）" or ""  # one has no year to be called by
    words = judged(f"《仲裁法》第{number}条", day=CODE).words
    assert words == f"《仲裁法》共60条，没有第{number}条{hint}，请核对条文序号。"


def test_an_article_that_the_imported_text_has_not_is_missing():
    version("刑法", texts={(1, 0): "一", (1, 1): "一之一", (3, 0): "三"})
    cases = {"第1条": None, "第1条之一": None, "第3条": None, "第1条之二": "missing",
             "第2条": "missing", "第4条": "beyond"}  # fmt: skip
    assert {place: reason(f"《刑法》{place}") for place in cases} == cases
    assert reason("1979年《刑法》第2条") == Reason.OLD_VERSION


def test_what_the_text_to_come_adds_is_not_missing():
    version("刑法", texts={(1, 0): "一", (2, 0): "二"}, effective_to=date(2027, 3, 1))
    version("刑法", effective_from=date(2027, 3, 1))  # another that nobody counted
    version("刑法", effective_from=date(2028, 3, 1), article_count=4)
    for place in ("第3条", "第4条", "第2条至第4条"):
        assert reason(f"《刑法》{place}") == Reason.FUTURE, place
    assert reason("新《刑法》第4条") == Reason.BEYOND


# Revised


def test_a_revision_after_the_check_is_amber_with_both_dates():
    old, new = company_law()
    found = judged(COMPANY, day=BEFORE)
    assert (found.level, found.reason, found.leads_to) == (Level.AMBER, Reason.REVISED, new)
    assert found.words == (
        "《公司法》在这段文字核对或写成（2023年5月1日）之后修改过："
        "新版自2024年7月1日起施行，原来的版本自2018年10月26日起施行。"
        "全文由218条变为266条，条文序号可能有变，请按现行版本核对。"
    )
    table = Table.load()
    for word, row in {"": new, "旧": old, "原": old, "2018": old, "2023": new, "新": new}.items():
        citation = Citation(0, 3, "公司法", "公司法", True, 16, version=word)
        assert meaning_of(citation, table, TODAY).row == row, word
    # Nobody needs to know when it was made.
    Statute.objects.filter(pk=new.pk).update(promulgated=None)
    assert reason(COMPANY, day=BEFORE) == Reason.REVISED


def test_an_amendment_that_leaves_the_number_of_articles_is_said_to_leave_the_numbers():
    version("刑法", effective_to=date(2024, 3, 1), article_count=452)
    version("刑法", effective_from=date(2024, 3, 1), article_count=452)
    assert judged("《刑法》第264条", day=BEFORE).words.endswith(warnings.SAME_NUMBER.format(452))


OLD_WORDS = "公司为股东提供担保的，必须经股东会或者股东大会决议。"
NEW_WORDS = "公司为公司股东或者实际控制人提供担保的，应当经股东会决议。"
PLACES = {"old": "第16条", "new": "第15条"}


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ({(15, 0): f" {OLD_WORDS}", (16, 0): "乙"}, warnings.MOVED.format(**PLACES)),
        ({(15, 0): NEW_WORDS, (16, 0): "乙"}, warnings.LIKE.format(**PLACES)),
        ({(16, 0): NEW_WORDS}, warnings.REWORDED.format("第16条")),
        ({(16, 0): "改了"}, warnings.GONE.format("第16条")),
        ({}, warnings.LOOK),
    ],
)
def test_imported_texts_tell_whether_the_article_moved(new, words):
    others = {(n, 0): f"其他{n}" for n in range(1, 15)}
    company_law({**others, (16, 0): OLD_WORDS}, {**new, **(others if new else {})})
    assert judged(COMPANY, day=BEFORE).words.endswith(words)


def test_an_article_whose_words_stand_as_they_did_needs_no_look():
    old, new = ({(1, 0): "甲", (16, 0): words, (17, 0): "乙"} for words in ("原文", "原 文"))
    company_law(old, {**new, (17, 0): "改了"})
    assert judged(COMPANY, day=BEFORE) is None
    assert judged("《公司法》第16条至第17条", day=BEFORE)
    assert reason("《公司法》", day=BEFORE) == Reason.REVISED
    assert judged(f"2018年{COMPANY}").words.endswith(warnings.SAME.format("第16条"))
    # A version that is not listed is compared with none.
    assert judged(f"2005年{COMPANY}").words.endswith("条文序号可能有变，请按现行版本核对。")


def test_who_wrote_ahead_of_the_first_version_meant_that_very_one():
    version("民法典", effective_from=CODE, promulgated=date(2020, 5, 28))
    assert judged("《民法典》第577条", day=date(2020, 7, 1)) is None
    version("公司法", effective_from=None)  # without a date it is no revision
    assert judged(COMPANY, day=BEFORE) is None


def test_the_version_of_the_day_is_named_and_not_one_between_nor_any_before_the_only_one():
    version("公司法", effective_from=NEW_COMPANY)
    assert judged(COMPANY, day=BEFORE).words == (
        "《公司法》在这段文字核对或写成（2023年5月1日）之后修改过：新版自2024年7月1日起施行。"
        "条文序号可能有变，请按现行版本核对。"
    )
    version("公司法", effective_from=date(2018, 10, 26), effective_to=date(2023, 8, 1))
    version("公司法", effective_from=date(2023, 8, 1), effective_to=NEW_COMPANY)
    assert "原来的版本自2018年10月26日起施行。" in judged(COMPANY, day=BEFORE).words
    words = judged(COMPANY, day=date(2017, 1, 1)).words
    assert "原来的版本自2023年8月1日起施行。" in words  # none was in force: the last before


def test_an_old_version_is_called_by_its_year_if_that_is_known():
    old, new = company_law()
    for year in (2018, 2005):
        words = f"这里写的是《公司法》{year}年的版本，现行版本自2024年7月1日起施行。如讨论旧案"
        assert judged(f"{year}年{COMPANY}").words.startswith(words)
    unknown = {"promulgated": None, "effective_from": None}
    Statute.objects.filter(pk=new.pk).update(**unknown)
    assert "2018年的版本，现在适用的是新版本。" in judged(f"2018年{COMPANY}").words
    assert judged(f"2005年{COMPANY}") is None
    Statute.objects.filter(pk=new.pk).update(effective_from=NEW_COMPANY)
    Statute.objects.filter(pk=old.pk).update(**unknown)
    words = "这里写的是《公司法》旧版本，现行版本自"
    assert judged(f"旧{COMPANY}").words.startswith(words)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ({"effective_to": date(2026, 9, 1)}, "《公司法》自2026年9月1日起由新版取代"),
        ({"status": Status.REVISED}, "《公司法》已经由新版取代"),
    ],
)
def test_a_law_that_is_marked_as_changed_is_amber_before_anybody_enters_the_new_one(marked, words):
    version("公司法", **marked)
    found = judged(COMPANY)
    assert (found.level, found.reason) == (Level.AMBER, Reason.OLD_VERSION)
    assert found.words.startswith(words)
    assert judged(f"原{COMPANY}") is None


def test_the_number_of_a_document_means_its_version():
    old = {"effective_from": date(2015, 9, 1), "effective_to": CODE, "doc_no": "法释〔2015〕18号"}
    version("借贷规定", **old)
    version("借贷规定", effective_from=CODE, doc_no="法释〔2020〕17号")
    assert reason("《借贷规定》（法释(2015)18号）第1条") == Reason.OLD_VERSION
    assert reason("《借贷规定》（法释〔2015〕18号）第1条", day=date(2019, 1, 1)) == "old_version"
    assert judged("《借贷规定》（法释〔2020〕17号）第1条") is None


# To come, and unknown


def test_a_law_to_come_is_blue_until_its_day_and_told_with_what_is_known_of_it():
    version("新法", effective_from=date(2027, 1, 1), promulgated=date(2026, 6, 1))
    version("海商法", effective_from=date(2027, 3, 1))
    version("档案法", effective_from=None, status=Status.FUTURE)
    found = judged("《新法》第1条")
    assert (found.level, found.reason) == (Level.BLUE, Reason.FUTURE)
    assert "尚未施行，自2027年1月1日起施行。" in found.words
    assert judged("《新法》第1条", today=date(2027, 1, 1)) is None
    assert judged("《新法》第1条自2027年1月1日起施行。") is None
    assert judged("《档案法》第1条").words == "《档案法》尚未施行。施行之前，请写明施行日期。"
    assert judged("《海商法》").words.startswith("《海商法》尚未施行，自2027年")


def test_a_number_that_only_the_version_to_come_has_is_blue():
    version("仲裁法", effective_to=date(2027, 3, 1), article_count=80)
    version("仲裁法", effective_from=date(2027, 3, 1), article_count=96)
    for number in (90, 96):
        found = judged(f"《仲裁法》第{number}条", day=TODAY)
        assert (found.level, found.reason) == (Level.BLUE, Reason.FUTURE)
        assert found.leads_to.article_count == 80  # what applies until then
        words = "《仲裁法》的新版本尚未施行，自2027年3月1日起施行。施行之前"
        assert found.words.startswith(words)
    assert reason("《仲裁法》第97条") == Reason.BEYOND
    assert judged("《仲裁法》第80条", day=TODAY) is None
    assert judged("《仲裁法》", day=TODAY) is None


def test_an_unknown_name_is_grey_and_law_that_is_not_the_mainlands_is_called_so():
    found = judged("《某省条例》第3条")
    assert (found.level, found.reason) == (Level.GREY, Reason.UNKNOWN)
    name = f"{'长' * 79}法"
    assert judged(f"《{name}》第1条").fingerprint == f"unknown:{'长' * 70}:1:0:"
    for name, what in {
        "德国民法典": "外国法律",
        "台湾地区民法": "港澳台地区的规定",
        "联合国国际货物销售合同公约": "国际条约",
    }.items():
        found = judged(f"《{name}》第3条")
        assert found.reason == Reason.UNKNOWN
        assert found.words == f"《{name}》是{what}，不在法规表中，请自行核对。"


START = date(2027, 1, 1)
CITED = "依据《商标法》第57条。"


def trade_marks(**new):
    """商标法 in force, and the version that follows it."""
    version("商标法", effective_from=date(2019, 11, 1), article_count=73)
    given = {"promulgated": date(2026, 6, 26), "effective_from": START, "article_count": 87}
    return version("商标法", **{**given, **new})


def warned(days, text=CITED):
    return judged(text, date(2026, 1, 5), START - timedelta(days=days))


def test_a_new_version_is_told_from_ninety_days_before_until_the_day_itself():
    coming = trade_marks()
    assert warned(91) is None
    for days in (90, 30, 1):
        found = warned(days)
        assert (found.level, found.reason) == (Level.BLUE, Reason.COMING)
        assert found.leads_to == coming
        assert found.words == "《商标法》新版自2027年1月1日起施行，届时请按新版核对条文序号和内容。"
    assert warned(0).reason == Reason.REVISED
    assert warned(90).fingerprint == warned(7).fingerprint  # once confirmed, it stays so
    assert warned(30, "依据《商标法》第57条，新版自2027年1月1日起施行。") is None
    assert StoredCitation(level="blue", reason=Reason.COMING).level_words == "即将变动"
    assert StoredCitation(level="blue", reason=Reason.FUTURE).level_words == Level.BLUE.label


def test_nothing_is_said_where_the_article_stays():
    trade_marks(changed="58、60")
    assert warned(30) is None


def test_a_law_that_will_be_replaced_is_warned_of_too():
    code = version("生态环境法典", effective_from=START, promulgated=date(2026, 3, 12))
    version("商标法", effective_from=date(2019, 11, 1), effective_to=START, replaced_by=code)
    found = warned(30)
    assert (found.reason, found.leads_to) == (Reason.COMING, code)
    assert found.words == (
        "《商标法》自2027年1月1日起废止，由《生态环境法典》取代，届时请按新法核对。"
    )


# Facts before and after the day on which a law took effect: which rule decides


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("合同2019年签订、2024年违约，适用《合同法》第107条。", "第二十条"),
        ("2019年签订的租赁合同，至今仍在履行，适用《合同法》第107条。", "第二十条"),
        ("2020年发生侵权行为，2022年出现损害，适用《合同法》第107条。", "第二十四条"),
        ("2018年结婚，2024年离婚，适用《合同法》第107条。", "第一条"),
        ("合同2022年签订、2024年违约，适用《合同法》第107条。", None),
        ("违约的，适用《合同法》第107条。", None),
    ],
)
def test_the_warning_says_which_rule_decides(text, rule):
    contract_law()
    assert "时间效力" not in judged(text, TODAY).words  # the table has no such rule
    version("民法典时间效力规定", effective_from=CODE, doc_no="法释〔2020〕15号")
    found = judged(text, TODAY)
    assert found.reason == Reason.REPEALED
    assert ("时间效力" in found.words) is bool(rule)
    if rule:
        assert f"（《民法典时间效力规定》{rule}）。" in found.words


def test_the_company_law_has_a_rule_of_its_own_and_one_more_for_a_transfer_of_shares():
    company_law()
    version("公司法时间效力规定", effective_from=NEW_COMPANY, doc_no="法释〔2024〕7号")
    version("公司法第八十八条批复", effective_from=date(2024, 12, 24), doc_no="法释〔2024〕15号")
    cited = "适用2018年《公司法》第28条。"
    found = judged(f"公司2019年成立，2025年逾期出资，{cited}", TODAY)
    assert found.reason == Reason.OLD_VERSION
    assert "见《公司法时间效力规定》（法释〔2024〕7号）。" in found.words
    assert "15号" not in found.words
    found = judged(f"2019年转让股权，2025年出资期限届满，{cited}", TODAY)
    assert "转让未届出资期限的股权，另见法释〔2024〕15号。" in found.words
    assert judged(f"公司2019年成立，2020年逾期出资，{cited}", TODAY) is None  # old facts alone
