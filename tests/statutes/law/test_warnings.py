"""What is said of a citation on a day: each level of the rules, and the words."""

from datetime import date

import pytest

from statutes.base import Level, Reason, Status
from statutes.citations import Citation
from statutes.law import warnings
from statutes.law.table import Table
from statutes.law.warnings import meaning_of
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


def test_a_repealed_statute_is_red_with_dates_part_and_advice():
    code = contract_law().replaced_by
    found = judged("依据《合同法》第52条，合同无效。", "《合同法》第52条", number=52)
    assert (found.level, found.reason, found.leads_to) == (Level.RED, Reason.REPEALED, code)
    assert found.words == (
        "《合同法》已于2021年1月1日废止，由《民法典》合同编取代。讨论旧案的，请写明“原《合同法》”。"
    )


def test_on_the_last_day_it_is_not_repealed_and_on_the_next_it_is():
    contract_law()
    text, written = "《合同法》第52条", "《合同法》第52条"
    assert judged(text, written, today=date(2020, 12, 31), number=52).reason == Reason.COMING
    assert judged(text, written, today=CODE, number=52).reason == Reason.REPEALED


@pytest.mark.parametrize("word", ["原", "旧", "1999"])
def test_a_version_word_says_that_the_old_law_is_meant(word):
    contract_law()
    written = f"{word}《合同法》第52条"
    assert judged(f"适用{written}。", written, number=52, version=word) is None


def test_new_is_no_word_for_the_old_law():
    contract_law()
    found = judged("新《合同法》第52条", "新《合同法》第52条", number=52, version="新")
    assert found.reason == Reason.REPEALED


def test_a_sentence_about_old_facts_is_left_alone():
    contract_law()
    text = "民法典施行前签订的合同，适用《合同法》第52条。"
    assert judged(text, "《合同法》第52条", number=52) is None


def test_a_repealed_one_without_date_or_successor_is_still_told():
    version("乡镇企业法", effective_from=None, promulgated=None, status=Status.REPEALED)
    found = judged("《乡镇企业法》第2条", "《乡镇企业法》第2条", number=2)
    assert found.words.startswith("《乡镇企业法》已经废止。")


def test_what_replaced_it_may_be_repealed_too():
    contract = contract_law()
    version("经济合同法", effective_from=date(1982, 7, 1), effective_to=date(1999, 10, 1),
                 replaced_by=contract)  # fmt: skip
    found = judged("《经济合同法》第2条", "《经济合同法》第2条", number=2)
    assert "由《合同法》取代；现在适用《民法典》。" in found.words
    assert found.leads_to.short_name == "民法典"


@pytest.mark.parametrize(("number", "until"), [(1300, None), (1250, 1300), (1261, None)])
def test_a_number_after_the_last_article_is_red(number, until):
    version("民法典", article_count=1260)
    found = judged("《民法典》第1300条", "《民法典》第1300条", number=number, until=until)
    assert (found.level, found.reason) == (Level.RED, Reason.BEYOND)
    assert found.words.startswith("《民法典》共1260条，没有第")


def test_the_last_article_is_there():
    version("民法典", article_count=1260)
    assert judged("《民法典》第1260条", "《民法典》第1260条", number=1260) is None


def test_without_a_count_nothing_is_said_of_numbers():
    version("民法典")
    assert judged("《民法典》第1300条", "《民法典》第1300条", number=1300) is None


def test_the_count_is_that_of_the_version_which_is_meant():
    company_law()
    old = {"number": 230, "version": "2018", "statute": "公司法"}
    found = judged("2018年《公司法》第230条", "2018年《公司法》第230条", **old)
    assert found.reason == Reason.BEYOND
    assert "《公司法》2018年的版本共218条" in found.words


def test_a_number_that_only_an_older_version_has_is_said_to_be_so():
    version("仲裁法", effective_from=date(2018, 1, 1), effective_to=CODE, article_count=80)
    version("仲裁法", effective_from=CODE, article_count=70)
    found = judged("《仲裁法》第75条", "《仲裁法》第75条", day=CODE, number=75)
    assert "（2018年的版本有这一条）" in found.words


def test_an_article_that_the_imported_text_has_not_is_missing():
    version("刑法", texts={(1, 0): "一", (1, 1): "一之一", (3, 0): "三"})
    for number, sub, reason in ((1, 0, None), (1, 1, None), (3, 0, None), (1, 2, "missing"),
                                (2, 0, "missing"), (4, 0, "beyond")):  # fmt: skip
        found = judged("《刑法》第一条", "《刑法》第一条", number=number, sub=sub)
        assert (found and found.reason) == reason, (number, sub)


def test_a_revision_after_the_check_is_amber_with_both_dates():
    old, new = company_law()
    found = judged("《公司法》第16条", "《公司法》第16条", day=date(2023, 5, 1), number=16)
    assert (found.level, found.reason, found.leads_to) == (Level.AMBER, Reason.REVISED, new)
    assert found.words == (
        "《公司法》在这段文字核对或发布（2023年5月1日）之后修改过："
        "新版自2024年7月1日起施行，原来的版本自2018年10月26日起施行。"
        "全文由218条变为266条，条文序号可能有变，请按现行版本核对。"
    )


def test_an_amendment_that_leaves_the_number_of_articles_is_said_to_leave_the_numbers():
    version("刑法", effective_to=date(2024, 3, 1), article_count=452)
    version("刑法", effective_from=date(2024, 3, 1), article_count=452)
    found = judged("《刑法》第264条", "《刑法》第264条", day=date(2023, 5, 1), number=264)
    assert found.words.endswith(warnings.SAME_NUMBER.format(452))


@pytest.mark.parametrize(
    ("day", "today"),
    [(NEW_COMPANY, TODAY), (date(2025, 1, 1), TODAY), (None, TODAY),
     (date(2023, 5, 1), date(2024, 3, 1))],
)  # fmt: skip
def test_no_revision_lies_between(day, today):
    company_law()
    assert judged("《公司法》第16条", "《公司法》第16条", day=day, today=today, number=16) is None


OLD_WORDS = "公司为股东提供担保的，必须经股东会或者股东大会决议。"
NEW_WORDS = "公司为公司股东或者实际控制人提供担保的，应当经股东会决议。"


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (
            {(15, 0): f" {OLD_WORDS}", (16, 0): "乙"},
            warnings.MOVED.format(old="第16条", new="第15条"),
        ),
        ({(15, 0): NEW_WORDS, (16, 0): "乙"}, warnings.LIKE.format(old="第16条", new="第15条")),
        ({(16, 0): NEW_WORDS}, warnings.REWORDED.format("第16条")),
        ({(16, 0): "改了"}, warnings.GONE.format("第16条")),
        ({}, warnings.LOOK),
    ],
)
def test_imported_texts_tell_whether_the_article_moved(new, words):
    others = {(n, 0): f"其他{n}" for n in range(1, 15)}
    company_law({**others, (16, 0): OLD_WORDS}, {**new, **(others if new else {})})
    found = judged("《公司法》第16条", "《公司法》第16条", day=date(2023, 5, 1), number=16)
    assert found.words.endswith(words)


def test_of_a_repealed_law_the_article_is_named_that_says_it_now():
    words = "当事人一方迟延履行主要债务，经催告后在合理期限内仍未履行，当事人可以解除合同。"
    law = contract_law()
    law.articles.create(number=94, text=words)
    told = judged("《合同法》第94条", "《合同法》第94条", number=94).words
    law.replaced_by.articles.create(number=563, text=f"{words}\n应当提前通知。")
    law.replaced_by.articles.create(number=564, text="解除权应当在期限内行使。")
    sentence = warnings.TAKEN_OVER.format(old="第94条", name="民法典", new="第563条")
    assert sentence not in told
    assert sentence in judged("《合同法》第94条", "《合同法》第94条", number=94).words
    assert "大致" not in judged("《合同法》第1条", "《合同法》第1条", number=1).words
    assert "大致" not in judged("《合同法》", "《合同法》").words


def test_who_wrote_ahead_of_the_first_version_meant_that_very_one():
    version("民法典", effective_from=CODE, promulgated=date(2020, 5, 28))
    day = date(2020, 7, 1)
    assert judged("《民法典》第577条", "《民法典》第577条", day=day, number=577) is None


def test_new_before_the_day_of_effect_means_the_new_one():
    old, new = company_law()
    given = {"number": 16, "version": "新", "statute": "公司法", "day": date(2024, 2, 1)}
    assert judged("新《公司法》第16条", "新《公司法》第16条", **given) is None
    early = {**given, "day": date(2019, 2, 1)}
    assert judged("新《公司法》第16条", "新《公司法》第16条", **early).reason == Reason.REVISED
    soon = judged("新《公司法》第16条", "新《公司法》第16条", **given, today=date(2024, 3, 1))
    assert (soon.level, soon.reason) == (Level.BLUE, Reason.FUTURE)


@pytest.mark.parametrize(("word", "warned"), [("旧", 1), ("2018", 1), ("2013", 1), ("2023", 0),
                                                 ("2024", 0), ("原", 0)])  # fmt: skip
def test_an_old_version_by_name_is_amber(word, warned):
    old, new = company_law()
    year = "年" if word.isdecimal() else ""
    written = f"{word}{year}《公司法》第16条"
    found = judged(written, written, number=16, version=word, statute="公司法")
    assert bool(found) == bool(warned)
    if warned:
        assert (found.level, found.reason, found.leads_to) == (Level.AMBER, "old_version", new)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ({"effective_to": date(2026, 9, 1)}, "《公司法》自2026年9月1日起由新版取代"),
        ({"status": Status.REVISED}, "《公司法》已经由新版取代"),
    ],
)
def test_a_law_that_is_marked_as_changed_is_amber_before_anybody_enters_the_new_one(marked, words):
    version("公司法", **marked)
    text = "《公司法》第16条"
    found = judged(text, text, number=16)
    assert (found.level, found.reason) == (Level.AMBER, Reason.OLD_VERSION)
    assert found.words.startswith(words)
    assert judged(f"原{text}", f"原{text}", number=16, version="原", statute="公司法") is None


def test_an_old_version_for_old_facts_is_left_alone():
    company_law()
    given = {"number": 16, "version": "2018", "statute": "公司法"}
    text = "修订前的纠纷，适用2018年《公司法》第16条。"
    assert judged(text, "2018年《公司法》第16条", **given) is None


def test_the_number_of_a_document_means_its_version():
    version(
        "借贷规定", effective_from=date(2015, 9, 1), effective_to=CODE, doc_no="法释〔2015〕18号"
    )
    version("借贷规定", effective_from=CODE, doc_no="法释〔2020〕17号")
    given = {"number": 1, "statute": "借贷规定", "doc_no": "法释(2015)18号"}
    found = judged(
        "《借贷规定》（法释(2015)18号）第1条", "《借贷规定》（法释(2015)18号）第1条", **given
    )
    assert found.reason == Reason.OLD_VERSION
    given["doc_no"] = "法释〔2020〕17号"
    assert judged("《借贷规定》第1条", "《借贷规定》第1条", **given) is None


def test_a_law_to_come_is_blue_until_its_day():
    version("新法", effective_from=date(2027, 1, 1), promulgated=date(2026, 6, 1))
    found = judged("《新法》第1条", "《新法》第1条", number=1)
    assert (found.level, found.reason) == (Level.BLUE, Reason.FUTURE)
    assert "尚未施行，自2027年1月1日起施行。" in found.words
    assert judged("《新法》第1条", "《新法》第1条", number=1, today=date(2027, 1, 1)) is None
    said = "《新法》第1条自2027年1月1日起施行。"
    assert judged(said, "《新法》第1条", number=1) is None


def test_a_number_that_only_the_version_to_come_has_is_blue():
    version("仲裁法", effective_to=date(2027, 3, 1), article_count=80)
    version("仲裁法", effective_from=date(2027, 3, 1), article_count=96)
    found = judged("《仲裁法》第90条", "《仲裁法》第90条", number=90, day=TODAY)
    assert (found.level, found.reason) == (Level.BLUE, Reason.FUTURE)
    assert found.leads_to.article_count == 80  # what applies until then
    assert judged("《仲裁法》第97条", "《仲裁法》第97条", number=97).reason == Reason.BEYOND


def test_an_unknown_name_is_grey():
    found = judged("《某省条例》第3条", "《某省条例》第3条", number=3, known=False)
    assert (found.level, found.reason) == (Level.GREY, Reason.UNKNOWN)


def test_the_gravest_comes_first():
    contract_law()
    found = judged("《合同法》第999条", "《合同法》第999条", number=999, day=date(1998, 1, 1))
    assert found.reason == Reason.REPEALED


def test_a_fingerprint_holds_facts_and_no_prose():
    law = contract_law()
    before = judged("《合同法》第52条", "《合同法》第52条", number=52).fingerprint
    law.replaced_part = "合同编"
    law.save()
    assert judged("见《合同法》第52条", "《合同法》第52条", number=52).fingerprint == before
    law.effective_to = date(2022, 1, 1)
    law.save()
    assert judged("《合同法》第52条", "《合同法》第52条", number=52).fingerprint != before


def test_the_version_of_a_citation_is_the_one_it_means():
    old, new = company_law()
    table = Table.load()
    for word, row in (
        ("", new),
        ("旧", old),
        ("原", old),
        ("2018", old),
        ("2023", new),
        ("新", new),
    ):
        citation = Citation(0, 3, "公司法", "公司法", True, 16, version=word)
        assert meaning_of(citation, table, TODAY).row == row, word
