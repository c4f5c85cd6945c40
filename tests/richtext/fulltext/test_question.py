"""What a person typed, in pieces, everyday words and terms, and the points of texts."""

from collections import Counter

import pytest

from richtext.fulltext import question, ranking, tokens
from richtext.fulltext.question import (
    MOST_MORE,
    MOST_OTHERS,
    MOST_TERMS,
    MOST_TYPED,
    SAME,
    WEAK,
    Said,
    Term,
    spelled,
    spellings,
    words_of,
)
from richtext.fulltext.ranking import K1, TITLE, points_of
from richtext.fulltext.tokens import RUN, Entry, Record, Text, fold, parts_of
from tests.richtext.fulltext.model import held


def asked_for(*parts):
    return question.words(" ".join(parts), lambda word: ())


def test_words_are_put_otherwise_in_few_ways():
    assert words_of("欠 钱 不 还 怎么办 a b") == ["欠钱不还", "怎么办", "a", "b"]
    assert asked_for("法", "工伤", "人") == asked_for("法", "工伤")
    assert len(asked_for("法", "工伤")) == 2
    same = [word for word, terms in question.everyday_words().items() if any(t.same for t in terms)]
    word = same[0]
    assert len(asked_for(word)[0]) > 1
    words = ["".join(same[start : start + 6]) for start in range(0, 48, 6)]
    found = asked_for(*words)
    more = [one for word in found for one in word[1:]]
    assert 0 < sum(map(len, more)) <= MOST_MORE
    assert [list(word[0]) for word in found] == [spelled(word) for word in words]
    assert 1 < len(spellings("".join(same))) <= MOST_OTHERS + 2


def worth(text):
    return question.weights(question.typed(text))


@pytest.fixture
def says(monkeypatch):
    """Makes 欠薪 mean some terms."""

    def means(*terms):
        said = Said(0, 2, tuple(Term(text, same) for text, same in terms))
        monkeypatch.setattr(question, "said_in", lambda folded: [said])

    return means


def test_pieces_and_what_they_weigh_and_cover():
    assert list(worth("欠薪LPR 37 天")) == ["欠薪", "lpr", "37"]
    found = worth("工伤怎么认定了吗")
    assert {found["工伤"], found["认定"]} == {1}
    assert {found[one] for one in ("伤怎", "怎幺", "幺认", "定了", "了吗")} == {WEAK}
    assert worth("怎么要哪些，些哪")["些哪"] == WEAK
    assert worth("多少钱，少钱")["少钱"] == 1
    covers = {piece.text: piece.covers for piece in question.typed("工伤怎么认定")}
    assert covers["工伤"] == 0b11
    assert covers["认定"] == 0b110000
    assert covers["怎幺"] == covers["伤怎"] == 0
    assert question.typed("離婚ＬＰＲ怎麼辦") == question.typed("离婚lpr怎么办")
    story = tokens.fold("".join(chr(0x4E00 + number) for number in range(300)))
    assert [one.text for one in question.typed(story)] == tokens.pairs(story)[:MOST_TYPED]


def test_terms_weigh_as_the_root_of_their_number_and_cover_the_word(says):
    says(("拖欠工资", True), ("劳动报酬", False))
    found = {piece.text: piece for piece in question.terms("欠薪")}
    assert found["拖欠工资"].tokens == ("拖欠", "欠工", "工资")
    assert [piece.weight for piece in found.values()] == pytest.approx([6**-0.5] * 2)
    says(("拖欠工资", True), ("工资", False))
    assert [piece.weight for piece in question.terms("欠薪")] == pytest.approx([3**-0.5] * 2)
    assert [piece.covers for piece in question.terms("欠薪")] == [0b11, 0b11]
    says(("拖欠工资", True))
    found = question.weights([*question.typed("欠薪工资"), *question.terms("欠薪工资")])
    assert found["工资"] == 1
    assert found["拖欠"] == pytest.approx(3**-0.5)
    says(*((f"法律{chr(0x4E00 + number)}", False) for number in range(99)))
    assert len(question.terms("欠薪")) == MOST_TERMS


@pytest.mark.parametrize("text", ["", "\0", "😀", "律", "?!", "\ud800"])
def test_what_has_no_pieces_has_none(text):
    assert question.typed(text) == question.terms(text) == []


LINES = list(question.lines())
WORDS = [word for words, _ in LINES for word in words]


def terms_of(word):
    return [term.text for term in question.everyday_words()[fold(word)]]


def test_each_line_has_words_once_and_one_to_four_terms_for_them():
    assert [line for line in LINES if not line[0] or not 1 <= len(line[1]) <= 4] == []
    assert [word for word in WORDS if len(word) < 2 or not RUN.search(word)] == []
    assert [word for word, times in Counter(map(fold, WORDS)).items() if times > 1] == []
    assert [word for word in WORDS if not terms_of(word)] == []
    for words, terms in LINES:
        assert len({term.removeprefix(SAME) for term in terms}) == len(terms), words


@pytest.mark.parametrize(
    ("typed", "word", "term"),
    [
        ("欠钱不还怎么办", "欠钱不还", "民间借贷"),
        ("醉驾要坐牢吗", "醉驾", "醉酒驾驶"),
        ("老细唔出粮", "老细", "用人单位"),
        ("遭骗了咋个办", "遭骗", "诈骗"),
        ("開盒是違法的嗎", "开盒", "个人信息"),
        ("被公司２Ｎ辞退", "2n", "经济补偿标准的二倍"),
        ("別人盜版我的書", "盗版", "着作权"),
    ],
)
def test_a_word_is_found_in_what_was_typed(typed, word, term):
    folded = fold(typed)
    found = {folded[said.start : said.end]: said.terms for said in question.said_in(folded)}
    assert term in [known.text for known in found[word]]


def test_places_terms_and_their_sort_are_given_of_the_longest_word():
    assert question.said_in("有欠条和借条") == [
        Said(1, 3, (Term("借条", same=True), Term("债权凭证", same=False))),
        Said(4, 6, (Term("借据", same=False), Term("债权凭证", same=False))),
    ]
    folded = "离婚冷静期打官司"
    found = [folded[said.start : said.end] for said in question.said_in(folded)]
    assert found == ["离婚冷静期", "打官司"]


@pytest.mark.parametrize("typed", ["", "打", "民法典1996", "12nd 2nd", "\ud800", "\0'\"*"])
def test_nothing_is_found_in_what_holds_no_word(typed):
    assert question.said_in(typed) == []


def record(title="", body="", number=1):
    entry = Entry.of(Text(number, number, 0, title, "", body))
    return Record(number, number, number, 0, entry.length, *parts_of(entry.record))


def points(*records, characters="", mean=10.0, b=0.5, **worth):
    return points_of(records, [held(one, *worth) for one in records], worth, characters, mean, b)


def test_the_points_are_those_of_the_formula_with_title_and_length():
    text = record(body="工伤认定工伤")
    often = 2 * (K1 + 1) / (2 + K1 * (0.5 + 0.5 * text.length / 10))
    assert points(text, 工伤=3.0, 医院=5.0) == [pytest.approx(3 * often)]
    titled, plain = points(record(title="工伤"), record(body="工伤"), 工伤=1.0)
    assert titled - plain == pytest.approx(TITLE)
    texts = "工伤。医院医院", "工伤工伤", "工伤" + "医院" * 9
    once, often, longer = points(*(record(body=one) for one in texts), 工伤=1.0)
    assert often > once > longer > 0
    assert points(record(body=texts[2]), b=1, 工伤=1.0) < [longer]


def test_characters_tell_a_little_and_rare_ones_more():
    near, far = points(record(body="辱骂他人"), record(body="买卖合同"), characters="骂人")
    assert near > far == 0
    rare = points(*[record(body="骂")], *[record(body="法")] * 9, characters="骂")
    common = points(*[record(body="骂")] * 10, characters="骂")
    assert rare[0] > 10 * common[0]
    once, twice = points(record(body="骂一。他二"), record(body="骂一。骂二"), characters="骂")
    assert twice > once
    assert points(record(body="lpr"), lp=1.0) == [0]
    assert points(record(body="lpr"), lpr=1.0)[0] > 0
    assert ranking.rarity(100, 1) > ranking.rarity(100, 2) > ranking.rarity(100, 100)
    assert points(工伤=1.0) == []
    assert points(record(body="工伤"), mean=0.0) == [0]


@pytest.mark.parametrize(("texts", "holding"), [(0, 0), (10, 10), (3, 9)])
def test_a_token_always_tells_something(texts, holding):
    assert ranking.rarity(texts, holding) > 0
