"""What differs between two texts: words as a reader of Chinese takes them, in bounded time."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from richtext.core import diff
from tests import stages
from tests.growth import grows_evenly

SIGNS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"


def marked(old, new):
    """The words of two lines, - before what is gone and + before what is new."""
    signs = {"same": "", "removed": "-", "added": "+"}
    pieces = diff.words(old, new)
    return [f"{signs[piece.mark]}{piece.text}" for piece in pieces]


def rows(old, new):
    found = diff.differences(diff.of_html(old), diff.of_html(new))
    return [(row.mark, row.kind, "".join(piece.text for piece in row.pieces)) for row in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("第一百零七条规定", "第一百零八条规定", ["-第一百零七条", "+第一百零八条", "规定"]),
        ("见《合同法》规定", "见《民法典》规定", ["见", "-《合同法》", "+《民法典》", "规定"]),
        ("赔偿1,200.50元", "赔偿1,300.50元", ["赔偿", "-1,200.50", "+1,300.50", "元"]),
        ("应当赔偿损失。", "应当赔偿全部损失。", ["应当赔偿", "+全部", "损失。"]),
        ("甲方违约", "甲方违约", ["甲方违约"]),
        ("", "新", ["+新"]),
    ],
)
def test_a_number_an_article_and_a_title_are_one_word(old, new, expected):
    assert marked(old, new) == expected


def test_blocks_are_named_moves_and_formats_told_and_the_rest_folded():
    assert marked("前面算才对后面", "前面是才错后面") == ["前面", "-算才对", "+是才错", "后面"]
    html = (
        "<h2>一、标题</h2><ul><li>一项</li></ul><blockquote><p>引文</p></blockquote>"
        '<p>见<a href="/statutes/">法规</a><img src="/media/images/a.webp" alt="图"></p>'
    )
    assert [(one.kind, one.text) for one in diff.of_html(html)] == [
        *[("标题", "一、标题"), ("列表", "一项"), ("引用", "引文")],
        ("", "见法规〔链接：/statutes/〕〔图片：图，/media/images/a.webp〕"),
    ]
    moved = "<p>这一段换了一个地方。</p>"
    rest = "<p>第一段在这里。</p><p>第二段在这里。</p>"
    assert rows(moved + rest, rest + moved)[-1] == ("moved", "", "这一段换了一个地方。")
    assert len(rows(moved + rest, rest + moved)) == 3
    assert rows("<p>甲乙</p>", "<p><strong>甲</strong>乙</p>") == [("format", "", "甲乙")]
    assert rows("<p>102</p>", "<p>10<sup>2</sup></p>") == [("format", "", "102")]
    same = "".join(f"<p>第{number}段没有变化。</p>" for number in range(9))
    found = diff.differences(diff.of_html(f"{same}<p>旧</p>"), diff.of_html(f"{same}<p>新</p>"))
    folded, shown = diff.parts(found)
    assert (folded.folded, len(folded.rows)) == (True, 8)
    assert (shown.folded, shown.rows[0].mark) == (False, "same")


@given(st.text("甲乙丙。1", max_size=40), st.text("甲乙丙。1", max_size=40))
def test_the_pieces_make_up_both_texts(old, new):
    pieces = diff.words(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark != "added") == old
    assert "".join(piece.text for piece in pieces if piece.mark != "removed") == new


SIZE = 200_000
LINE = "".join(random.Random(5).choices(SIGNS, k=SIZE))
PARAGRAPHS = [f"<p>{LINE[at : at + 200]}</p>" for at in range(0, SIZE, 200)]
WORST = {
    "unlike": (f"<p>{LINE}</p>", f"<p>{LINE[::-1]}</p>"),
    "rhythm": (f"<p>{'甲乙' * (SIZE // 2)}</p>", f"<p>{'乙甲丙' * (SIZE // 3)}</p>"),
    "one sign": (f"<p>{'甲' * SIZE}</p>", f"<p>乙{'甲' * (SIZE // 2)}乙</p>"),
    "paragraphs turned round": ("".join(PARAGRAPHS), "".join(reversed(PARAGRAPHS))),
    "one word a paragraph": ("<p>甲</p>" * 60_000, "<p>乙</p><p>甲</p>" * 30_000),
    "short ones in place of long ones": (
        "".join(f"<p>{place}</p>" for place in range(19_000)),
        "".join(f"<p>{LINE[at : at + 2000]}</p>" for at in range(0, SIZE, 2000)),
    ),
}


@pytest.mark.parametrize("name", stages.thinned(WORST, 3))
def test_two_texts_of_200_000_characters_take_the_time_they_are_given(name):
    old, new = map(diff.of_html, WORST[name])
    began = time.process_time()
    diff.differences(old, new, seconds=0.2)
    assert time.process_time() - began < 1


def test_emphasis_without_end_is_placed_in_no_time():
    assert grows_evenly(lambda size: diff.of_html(f"<p>{'<b>甲</b>' * size}</p>"), 40_000)
    (block,) = diff.of_html("<p>甲<b>乙<i>丙</i></b><br>丁<u>戊</u></p>")
    assert block.formats == (("加粗", 1), ("斜体", 2), ("下划线", 5))
