"""The sample articles cite law that exists, keep the form of the house and get no hint."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from articles import demo
from articles.models import Article
from articles.quality import findings
from articles.quality.checks import run_checks
from richtext.base.chinese import to_int
from richtext.core import tree
from statutes.citations import parse
from statutes.citations.names import Names
from statutes.models import RenamedCrime

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
SAMPLES = sorted((ROOT / "articles" / "sample").glob("*.html"))
STATUTES = Path(os.environ.get("STATUTES_DIR") or ROOT.parent / "shared" / "data" / "statutes")
KEYS = {"title", "area", "author", "summary", "published", "checked", "related", "tags"}
FORBIDDEN = re.compile("(?<!不)一定|必然|肯定|百分之百|绝对|免费|不收费")
# Texts that are not in the folder: the articles read by hand on 2026-11-24, with the source.
BY_HAND = {
    # github.com/LawRefBook/Laws, 行政法规/医疗纠纷预防和处理条例(2018-07-31).md
    "医疗纠纷预防和处理条例": {16, 22, 24, 25, 26, 47},
    # github.com/LawRefBook/Laws, 行政法规/保障农民工工资支付条例(2019-12-30).md
    "保障农民工工资支付条例": {10, 29, 30, 36, 52},
    # github.com/LawRefBook/Laws, 司法解释/…工伤保险行政案件若干问题的规定(2014-06-18).md
    "最高人民法院关于审理工伤保险行政案件若干问题的规定": {7},
    # 国务院令第784号; its deadline was read as quoted from www.gov.cn, not the text itself
    "国务院关于实施公司法注册资本登记管理制度的规定": {2},
    # github.com/Theonefkguy/Chinese-Laws, 行政法规/住房租赁条例(2025-07-16).md
    "住房租赁条例": {10},
    # github.com/wenqin8/legalmind, backend/data/legal/expansion-v1/snapshots/labor_ii.txt
    "最高人民法院关于审理劳动争议案件适用法律问题的解释（二）": {1, 6, 7, 8, 9, 18},
    # github.com/wenqin8/legalmind, backend/data/legal/traffic-ii-2026/official-text.txt
    "最高人民法院关于审理道路交通事故损害赔偿案件适用法律若干问题的解释（二）": {2, 6, 10},
    # github.com/Amer-CN/legal-dept, industries/construction/SKILL.md: a table of all 23 articles
    "最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释（二）": {6, 7},
}
HAN = "零〇一二三四五六七八九十百千"
PLACE = re.compile(f"第([{HAN}]+)条")
ARTICLE = re.compile(f"^第([{HAN}]+)条(?:之([一二三四五六七八九]))?[ \u3000]", re.MULTILINE)


def key(numeral, sub=None):
    """An article as we compare it: 224, or (224, 1) for 第二百二十四条之一."""
    return (to_int(numeral), to_int(sub)) if sub else to_int(numeral)


def plain(name):
    """A name without 中华人民共和国, marks and date."""
    return re.sub(r"中华人民共和国|[《》〈〉]|\(\d{4}-\d\d-\d\d\)$", "", name)


def statutes():
    """Name to article numbers: the newest version of each text, the parts of 民法典 together."""
    found = {}
    for path in sorted(STATUTES.rglob("*.md"), key=lambda path: path.name):  # dates sort last
        numbers = {key(*match) for match in ARTICLE.findall(path.read_text(encoding="utf-8"))}
        if path.parent.name == "民法典":
            found["民法典"] = found.get("民法典", set()) | numbers
        else:
            found[plain(path.stem)] = numbers
    return found


def citations(html, known):
    """Pairs of name and article in their order; None for the name of a number that has none."""
    text = tree.plain(html)
    names = Names((name, name) for name in known)
    found = [one for one in parse(text, names) if one.number is not None]
    pairs = [(one.start, (one.statute, number)) for one in found for number in numbers(one)]
    for place in PLACE.finditer(text):
        if not any(one.start <= place.start() < one.end for one in found):
            pairs.append((place.start(), (None, to_int(place[1]))))
    return [pair for _, pair in sorted(pairs, key=lambda pair: pair[0])]


def numbers(citation):
    """The articles of a citation, those within a range too."""
    if citation.sub:
        return [(citation.number, citation.sub)]
    return list(range(citation.number, (citation.until or citation.number) + 1))


@pytest.fixture(scope="module")
def known():
    """All texts that can be looked up."""
    if not STATUTES.is_dir():
        pytest.skip(f"no statutes at {STATUTES}; set STATUTES_DIR to check the citations")
    return BY_HAND | statutes()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_form(path):
    """Front matter complete, title a question of 8 to 30 characters, no word that promises."""
    front, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
    head = dict(line.split(": ", 1) for line in front.splitlines())
    assert set(head) - {"question"} == KEYS
    assert all(head.values())
    assert 8 <= len(head["title"]) <= 30
    assert head["title"].endswith("？")
    assert FORBIDDEN.findall(head["title"] + head["summary"] + body) == []


FILES = sorted(demo.FOLDER.glob("*.html"))


def article(path):
    keys, body = demo.read(path)
    checked = date.fromisoformat(keys["checked"])
    return Article(title=keys["title"], summary=keys["summary"], body=body, checked_on=checked)


@pytest.mark.django_db
def test_the_sample_articles_get_no_hint():
    call_command("load_statutes", verbosity=0)
    assert RenamedCrime.objects.exists()
    for path in FILES:
        found = run_checks(findings.build_draft(article(path)))
        told = [(one.check.code, one.quote) for one in found if one.check.code != "check-old"]
        assert told == [], path.stem
