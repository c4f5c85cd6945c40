"""What stands beside a citation as the words of the law, and which article says it."""

import random
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from statutes.base import Reason
from statutes.citations import parse
from statutes.citations.names import Names
from statutes.citations.places import article_digits, article_words
from statutes.law.alignment import Articles, altered, folded, pairs_of
from statutes.law.quotations import MOST, beside
from statutes.law.table import Table
from statutes.law.warnings import Case, assess
from statutes.models import Statute, StatuteArticle, TextSource
from statutes.services import load_shipped
from tests.growth import grows_evenly
from tests.statutes.sample_law import version
from tests.statutes.texts import NO_REAL, REAL

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 27)
ARTICLE = re.compile(r"^第(\d+)条 ", re.M)
LAWS = (
    *("民法典", "刑法", "公司法", "劳动合同法", "劳动法", "民事诉讼法", "刑事诉讼法"),
    *("行政诉讼法", "消费者权益保护法", "道路交通安全法", "保险法", "企业破产法"),
)
FORMS = (
    "《{name}》{place}规定：“{words}”", "根据《{name}》{place}的规定，“{words}”",
    "“{words}”（《{name}》{place}）", "依据《{name}》{place}：“{words}”，他可以主张。",
    "{name}{place}明确规定：“{words}”", "《{name}》{place}：\n{words}",
    "《{name}》{place}　{words}", "《{name}》{place}规定，{words}",
    "{words}（《{name}》{place}）。",
)  # fmt: skip
DIGITS = (("三十日", "30日"), ("十五日", "15日"), ("一年", "1年"), ("百分之三十", "30%"))


def lines():
    """What is to be told, "-" for nothing, and the text, of each line of the file."""
    found = (FOLDER / "quotations.txt").read_text("utf-8").splitlines()
    parts = (line.split("\t") for line in found if line and not line.startswith("#"))
    return [(wanted, text.replace("⏎", "\n")) for wanted, text in parts]


def put_quoted_law():
    """Give the versions of the shipped table those articles that the lines are about."""
    for part in (FOLDER / "quoted_law.txt").read_text("utf-8").split("# ")[1:]:
        head, _, body = part.partition("\n")
        row = Statute.objects.filter(slug=head).get()
        pieces = ARTICLE.split(body)[1:]
        for number, text in zip(pieces[::2], pieces[1::2], strict=True):
            StatuteArticle.objects.create(statute=row, number=int(number), text=text.strip())
        Statute.objects.filter(pk=row.pk).update(imported_at=timezone.now())


def told(text, table):
    """Where misquoted words of a text stand, or differ, as the file writes it; "-" for nothing."""
    citations = parse(text, table.names)
    said = beside(text, citations)
    judged = (
        assess(Case(one, table, text, TODAY, TODAY, said.get(at)))
        for at, one in enumerate(citations)
    )
    found = [one.misquote for one in judged if one and one.reason == Reason.MISQUOTED]
    return "、".join(map(_said, found)) or "-"


def _place(one):
    parts = f".{one.clause}" if one.clause or one.item else ""
    return f"{one.row.short_name}:{one.place[0]}{parts}" + (f".{one.item}" if one.item else "")


def _said(misquote):
    differing = "".join(f" {said}→{law}" for said, law in misquote.differing)
    return _place(misquote.today or misquote.found) + differing


def made(table, seed=1):
    """Of each article of some laws: it quoted rightly, and under another number, with noise."""
    chance = random.Random(seed)
    for name in LAWS:
        stored = table.wording(table.in_force(name, TODAY)).stored
        numbers = sorted(number for number, sub in stored if not sub)
        for number in numbers:
            if len(stored[number, 0]) < 14:
                continue
            form, words = chance.choice(FORMS), _noisy(stored[number, 0], chance)
            write = chance.choice([article_digits, article_words])
            other = number + chance.choice([-1, 1]) * chance.randint(1, 40)
            right = form.format(name=name, place=write(number), words=words)
            there = other in numbers
            wrong = form.format(name=name, place=write(other), words=words) if there else ""
            yield f"{name}:{number}", right, wrong


def _noisy(words, chance):
    kind = chance.randrange(8)
    if kind == 0:
        return words.replace("，", ",").replace("；", ";").replace("\n", "")
    if kind == 1 and len(words) > 60:
        at = chance.randrange(15, len(words) - 30)
        return f"{words[:at]}……{words[at + 10 :]}".replace("\n", "")
    if kind == 2:
        return words[: max(16, len(words) // 2)]
    if kind == 3:
        for written, digits in DIGITS:
            words = words.replace(written, digits)
    if kind == 4:
        return words.replace("的", "", 1)
    return words if kind == 5 else words.replace("\n", "")


NAMES = Names([("灯塔法", "灯塔法"), ("航标条例", "航标条例")], [])
WORDS = "守灯人应当在日落之后点亮灯塔"


def said(text):
    """The words beside each citation as they are compared, by its number."""
    citations = parse(text, NAMES)
    found = beside(text, citations).items()
    return {citations[at].number: "".join(one.parts) for at, one in found}


BESIDE = (FOLDER / "beside.txt").read_text("utf-8").replace("〔W〕", WORDS)
ITS_OWN, NOT_ITS = (part.split("\n")[1:] for part in BESIDE.rstrip("\n").split("\n\n"))


@pytest.mark.parametrize("text", [*ITS_OWN, *NOT_ITS])
def test_words_beside_a_citation_are_those_of_its_article_where_the_text_says_so(text):
    assert said(text.replace("⏎", "\n")) == ({1: folded(WORDS)} if text in ITS_OWN else {})


def test_items_belong_to_the_sentence_and_what_is_left_out_parts_the_words():
    text = f"《灯塔法》第1条规定：“{WORDS}”，第2条规定：“不得离开灯塔”。"
    assert said(text) == {1: folded(WORDS), 2: folded("不得离开灯塔")}
    text = f"《灯塔法》第1条是总则，而“{WORDS}”是分则（《灯塔法》第2条）。"
    assert folded(WORDS) not in said(text).values()
    text = "《灯塔法》第1条规定：“守灯人……点亮灯塔（略）鸣钟”"
    (one,) = beside(text, parse(text, NAMES)).values()
    assert one.parts == ("守灯人", "点亮灯塔", "鸣钟")
    assert one.length == 9
    text = "《灯塔法》第1条规定，有下列情形之一的，应当鸣钟：\n（一）有雾；\n（二）有雪。\n别的。"
    assert said(text) == {1: folded("有下列情形之一的，应当鸣钟：有雾；有雪")}
    assert said(f"《灯塔法》第1条规定：“{WORDS}") in ({}, {1: folded(WORDS)})
    assert said('《灯塔法》第1条规定："甲\n乙"') in ({}, {1: "甲"})
    assert said(f"《灯塔法》第1条规定：“{'守灯人……' * 100}”") == {}


def test_only_so_many_quotations_of_one_text_are_looked_at():
    one = f"《灯塔法》第1条规定：“{WORDS}。”\n"
    text = one * (MOST + 5)
    assert list(beside(text, parse(text, NAMES))) == list(range(MOST))


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "「“",
        "“甲”",
        "“甲”《灯塔法》第1条",
        "「甲」《灯塔法》第1条",
        "“甲”（《灯塔法》第1条",
        f"根据《灯塔法》第1条的规定，“{WORDS}”。",
        "《灯塔法》第1条规定",
        "《灯塔法》第1条　\n",
        "“第1条”",
    ],
)
def test_a_text_made_to_be_slow_costs_its_share(piece):
    def work(size):
        text = f"《灯塔法》{(piece * size)[:size]}"
        beside(text, parse(text, NAMES))

    assert grows_evenly(work, 100_000)


def test_white_space_between_two_citations_costs_its_share():
    def work(size):
        text = f"《灯塔法》第1条规定：“{WORDS}”，见第2条{' ' * size}x第3条：“{WORDS}”"
        beside(text, parse(text, NAMES))

    assert grows_evenly(work, 20_000)


LAMPS = {
    (1, 0): "灯塔应当在每日日落之后三十分钟内点亮。",
    (2, 0): "守灯人不得在夜间擅自离开灯塔。",
    (2, 1): "海雾弥漫时，守灯人应当依照本法第一条的规定鸣钟。",
}


def near(words):
    articles = {place: folded(text) for place, text in LAMPS.items()}
    return Articles(articles).near(pairs_of(folded(words)))


def test_ways_of_writing_are_the_same_words():
    assert folded("３０ 分钟、30%、500,000元") == folded("三十分钟，百分之三十，五十万元")
    written = "依照本法第十二条：（一）有雾；\n（二）守灯人和船员，或者船长的"
    assert folded("依照该法第12条，(1)有雾；2、守灯人及船员或船长") == folded(written)


FOG = "海雾弥漫时，守灯人应当鸣钟三次；未鸣钟的，处五十元罚款，但是不可抗力除外。\n船长也应当鸣钟。"


@pytest.mark.parametrize(
    ("written", "marked", "differing"),
    [
        ("守灯人应当鸣钟二次", True, ["二次→三次"]),
        ("海雾弥漫时，守灯人可以鸣钟3次", True, ["可以→应当"]),
        ("海雾弥漫时，船长应当鸣钟三次", True, ["船长→守灯人"]),
        ("未鸣钟的，处五十元罚款，但是可抗力除外", True, ["可抗→不可抗"]),
        ("守灯人应当鸣钟三次，但是不可抗力除外", True, ["→未鸣钟的，处五十元罚款"]),
        ("海雾弥漫时……鸣钟三次……但是不可预见除外", True, ["预见→抗力"]),
        ("五十元罚款，但是不可抗力除外。船长也应当鸣钟。", True, []),
        ("时，守灯人应当鸣钟三次，未鸣钟的处50元", True, []),
        ("守灯人要听船长的话", True, []),
        ("守灯人应当鸣钟二次，所以他应当赔我一万元", False, ["二次→三次"]),
        ("起雾了守灯人就该敲三下钟，不敲的罚五十元", False, []),
        ("", True, []),
        ("……", True, []),
    ],
)
def test_differing_words_are_found_with_their_places(written, marked, differing):
    found = (one.spans for one in altered(written, FOG, marked=marked))
    assert [f"{written[a:b]}→{FOG[c:d]}" for a, b, c, d in found] == differing


def test_of_an_article_whose_amended_words_are_not_there_nothing_is_said():
    old, new = date(2010, 1, 1), date(2020, 1, 1)
    for begins, ends, places in ((old, new, (1, 2)), (new, None, (2,))):
        law = version("灯塔法", effective_from=begins, effective_to=ends)
        for place in places:
            law.articles.create(number=place, text=LAMPS[place, 0])
    text = f"《灯塔法》第1条规定：“{LAMPS[1, 0]}”"
    TextSource.objects.create(statute=law, name="沿用", missing="1")
    assert told(text, Table.load()) == "-"


def mistaken(table):
    judged = ((wanted, told(text, table), text) for wanted, text in lines())
    return [line for line in judged if line[0] != line[1]]


@pytest.mark.engine
def test_every_quotation_of_the_file_is_judged_as_it_says():
    assert len(lines()) >= 60
    load_shipped.load()
    table = Table.load()
    assert {told(text, table) for _, text in lines()} == {"-"}  # no text is there
    put_quoted_law()
    assert mistaken(Table.load()) == []


@pytest.mark.engine
@pytest.mark.ci  # it imports all of the law
@pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL)
def test_among_all_articles_wrong_numbers_and_words_are_found_and_right_ones_left_alone():
    load_shipped.load()
    call_command("import_statutes", str(REAL), verbosity=0)
    table = Table.load()
    assert mistaken(table) == []
    known = list(made(table))
    alarms = [place for place, right, _ in known if told(right, table) != "-"]
    found = [told(wrong, table) == place for place, _, wrong in known if wrong]
    musts = [right for _, right, _ in known if "应当" in right]
    altered = [told(right.replace("应当", "可以"), table) != "-" for right in musts]
    assert len(known) > 3000
    assert len(alarms) <= 0.005 * len(known)
    assert sum(found) >= 0.95 * len(found)
    assert sum(altered) >= 0.95 * len(altered)
