"""What differs between two texts: words as a reader of Chinese takes them, in bounded time."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from richtext.core import blocks, diff
from richtext.core.myers import Budget, shortest
from tests.growth import grows_evenly

SIGNS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"


def marked(old, new):
    """The words of two lines, - before what is gone and + before what is new."""
    signs = {"same": "", "removed": "-", "added": "+"}
    pieces = diff.words(old, new, Budget(10_000))
    return [f"{signs[piece.mark]}{piece.text}" for piece in pieces]


def rows(old, new):
    found = diff.differences(blocks.of_html(old), blocks.of_html(new))
    return [(row.mark, row.kind, "".join(piece.text for piece in row.pieces)) for row in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "第五百七十七条规定",
            "第五百七十八条规定",
            ["-第五百七十七条", "+第五百七十八条", "规定"],
        ),
        (
            "见《合同法》的规定",
            "见《民法典》的规定",
            ["见", "-《合同法》", "+《民法典》", "的规定"],
        ),
        ("赔偿1,200.50元", "赔偿1,300.50元", ["赔偿", "-1,200.50", "+1,300.50", "元"]),
        ("应当赔偿损失。", "应当赔偿全部损失。", ["应当赔偿", "+全部", "损失。"]),
        ("甲方违约", "甲方违约", ["甲方违约"]),
        ("", "新", ["+新"]),
    ],
)
def test_a_number_an_article_and_a_title_are_one_word(old, new, expected):
    assert marked(old, new) == expected


def test_one_equal_sign_between_two_changes_is_part_of_the_change():
    assert marked("前面算才对后面", "前面是才错后面") == ["前面", "-算才对", "+是才错", "后面"]


def test_blocks_are_named_and_links_and_pictures_told():
    html = (
        "<h2>一、标题</h2><ul><li>一项</li></ul><blockquote><p>引文</p></blockquote>"
        '<p>见<a href="/statutes/">法规</a><img src="/media/images/a.webp" alt="图"></p>'
    )
    assert [(one.kind, one.text) for one in blocks.of_html(html)] == [
        ("标题", "一、标题"),
        ("列表", "一项"),
        ("引用", "引文"),
        ("", "见法规〔链接：/statutes/〕〔图片：图，/media/images/a.webp〕"),
    ]


def test_a_paragraph_that_only_moved_is_told_once():
    moved = "<p>这一段换了一个地方。</p>"
    rest = "<p>第一段在这里。</p><p>第二段在这里。</p>"
    assert rows(moved + rest, rest + moved)[-1] == ("moved", "", "这一段换了一个地方。")
    assert len(rows(moved + rest, rest + moved)) == 3


def test_a_change_of_format_alone_is_told():
    assert rows("<p>甲乙</p>", "<p><strong>甲</strong>乙</p>") == [("format", "", "甲乙")]


def test_what_has_not_changed_is_folded():
    same = "".join(f"<p>第{number}段没有变化。</p>" for number in range(9))
    found = diff.differences(blocks.of_html(f"{same}<p>旧</p>"), blocks.of_html(f"{same}<p>新</p>"))
    folded, shown = diff.parts(found)
    assert (folded.folded, len(folded.rows)) == (True, 8)
    assert (shown.folded, shown.rows[0].mark) == (False, "same")


@given(st.text("甲乙丙。1", max_size=40), st.text("甲乙丙。1", max_size=40))
def test_the_pieces_make_up_both_texts(old, new):
    pieces = diff.words(old, new, Budget(100_000))
    assert "".join(piece.text for piece in pieces if piece.mark != "added") == old
    assert "".join(piece.text for piece in pieces if piece.mark != "removed") == new


@given(st.lists(st.integers(0, 4)), st.lists(st.integers(0, 4)))
def test_ranges_cover_both_sequences_in_order(a, b):
    at_a = at_b = 0
    for equal, a1, a2, b1, b2 in shortest(a, b, 1000, Budget(10**9)):
        assert (a1, b1) == (at_a, at_b)
        assert (a[a1:a2] == b[b1:b2]) == equal
        at_a, at_b = a2, b2
    assert (at_a, at_b) == (len(a), len(b))


def line_of(size):
    """Some characters by chance, the same ones each time."""
    return "".join(random.Random(5).choices(SIGNS, k=size))


def paragraphs_of(size):
    """The same in paragraphs of 200 characters."""
    line = line_of(size)
    return [f"<p>{line[at : at + 200]}</p>" for at in range(0, size, 200)]


def changed(size):
    old = "".join(paragraphs_of(size))
    return old, old.replace("人", "国")


def shuffled(size):
    lines = paragraphs_of(size)
    return "".join(lines), "".join(reversed(lines))


def one_paragraph(size):
    line = line_of(size)
    return f"<p>{line}</p>", f"<p>{line[::-1]}</p>"


def rhythm(size):
    return f"<p>{'甲乙' * (size // 2)}</p>", f"<p>{'乙甲丙' * (size // 3)}</p>"


def one_word(size):
    return "<p>甲</p>" * (size // 3), "<p>乙</p><p>甲</p>" * (size // 6)


def nested(size):
    deep = "<ul><li>" * 500 + "甲" + "</li></ul>" * 500
    times = size // 6600
    return deep * times, deep.replace("甲", "乙") * times


@pytest.mark.parametrize("pair", [changed, shuffled, one_paragraph, rhythm, one_word, nested])
def test_two_megabytes_cost_no_more_than_their_size(pair):
    """Each of them is the worst of its kind; a character of Chinese is three bytes."""

    def differ(size):
        old, new = pair(size)
        diff.differences(blocks.of_html(old), blocks.of_html(new))

    assert grows_evenly(differ, 660_000)
