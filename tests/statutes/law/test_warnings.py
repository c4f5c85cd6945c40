"""What is said of a citation on a day: each level, its words, what a lawyer would curse to hear."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from articles.models import Citation as StoredCitation
from statutes.base import Level, Reason
from statutes.citations import Citation
from statutes.law import warnings
from statutes.law.table import Table
from statutes.law.warnings import meaning_of
from statutes.models import Statute
from tests.statutes.sample_law import (
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


DAYS = {"施行": "effective_from", "公布": "promulgated", "失效": "effective_to"}
WORDS = {"条": "article_count", "号": "doc_no", "状态": "status", "改": "changed"}
LEVELS = {
    **dict.fromkeys(("repealed", "beyond", "missing"), Level.RED),
    **dict.fromkeys(("revised", "old_version"), Level.AMBER),
    **dict.fromkeys(("future", "coming"), Level.BLUE),
    "unknown": Level.GREY,
}


def cases():
    """Each line of the table with the versions that are law there."""
    laws = []
    for line in filter(None, TABLE.splitlines()):
        if line[0] == "[":
            laws = []
        elif line[0] == "=":
            laws.append(line[1:].split())
        elif line[0] != "#":
            yield tuple(laws), line


def enact(name, *facts):
    told = dict(fact.split("=") for fact in facts)
    known = {DAYS[key]: None if day == "-" else day for key, day in told.items() if key in DAYS}
    known = {key: day and date.fromisoformat(day) for key, day in known.items()}
    known |= {field: told[key] for key, field in WORDS.items() if key in told}
    by = Statute.objects.filter(short_name=told.get("由", "")).last()
    return version(name, replaced_by=by, **known)


@pytest.mark.parametrize(("laws", "line"), cases())
def test_a_citation_is_told_of_as_the_table_says(laws, line):
    text, written, today, expected, *words = (part.strip() for part in line.split("|"))
    if not laws:
        contract_law(), company_law()
    for law in laws:
        enact(*law)
    days = [day and date.fromisoformat(day) for day in (written, today)]
    day = days[1] or TODAY
    found = judged(text, days[0] or None, day, at=text.startswith("《民法典》第563条"))
    assert (found.reason if found else "") == expected
    if found:
        assert found.level == LEVELS[expected]
        assert all(one in found.words for one in words)
        leads_to = found.leads_to.status_on(day) if found.leads_to else None
        assert leads_to in {None, "future" if expected == "coming" else "in_force"}
        assert leads_to or expected not in {"revised", "coming"}


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


def test_what_names_a_warning_is_no_longer_than_its_column():
    assert judged(f"《{'长' * 79}法》第1条").fingerprint == f"unknown:{'长' * 70}:1:0:"


# Numbers that no article has


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


# To come


def test_a_warning_of_what_is_to_come_is_confirmed_once_and_not_called_not_in_force():
    start = date(2027, 1, 1)
    version("商标法", effective_from=date(2019, 11, 1))
    coming = version("商标法", effective_from=start)
    first, last = (
        judged("《商标法》第57条", date(2026, 1, 5), start - timedelta(days=days))
        for days in (90, 7)
    )
    assert (first.reason, first.leads_to) == (Reason.COMING, coming)
    assert first.fingerprint == last.fingerprint
    assert StoredCitation(level="blue", reason=Reason.COMING).level_words == "即将变动"
    assert StoredCitation(level="blue", reason=Reason.FUTURE).level_words == Level.BLUE.label
