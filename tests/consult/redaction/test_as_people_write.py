"""Letters as people write them at night on a telephone, by somebody who had not read the detector.

Everybody in them is invented. Patterns are mended in general, not for a text; what is missed
stays here as it was written.
"""

from pathlib import Path

import pytest

from bench.redaction import corpus
from bench.redaction.score import score
from consult.redaction import find

HERE = Path(__file__).parent
RECALL, PRECISION = 0.97, 0.93


def _texts(name):
    whole = (HERE / name).read_text(encoding="utf-8")
    return [line for line in whole.split("\n\n") if line.strip()]


def test_nearly_all_that_tells_who_writes_is_masked_and_little_else():
    result = score(corpus.marked(line.strip()) for line in _texts("as_people_write.txt"))
    assert result.recall() >= RECALL, result.missed
    assert result.precision() >= PRECISION


@pytest.mark.parametrize("answer", _texts("as_lawyers_answer.txt"), ids=lambda text: text[:8])
def test_an_answer_that_tells_of_nobody_stays_as_it_is(answer):
    assert find(answer.strip()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("平安是我表弟，前天被车撞了", "平安"),
        ("我和秀兰离婚五年了，国强把我打了", "国强"),
        ("我住浦口，房子漏水", "浦口"),
        ("孩子在师大附小上学", "师大附小"),
        ("我儿子在外国语学校读初二", "外国语学校"),
        ("我是中铁九局的劳务工", "中铁九局"),
        ("合同5.26号到期", "5.26号"),
        ("躲在肥西县双墩镇大桥村", "肥西县双墩镇大桥村"),
        ("我被撞在胜利街和人民南路交叉口", "胜利街和人民南路交叉口"),
    ],
)
def test_what_a_word_is_said_of_tells_that_it_is_a_name(text, told):
    assert told in [text[mask.start : mask.end] for mask in find(text)]


@pytest.mark.parametrize(
    "text", ["祝您一生平安。", "高兴的是判决已经生效。", "造成重大损失的，应当赔偿。"]
)
def test_the_same_words_of_nobody_are_left(text):
    assert find(text) == []


def test_the_remark_of_a_payment_is_nobody():
    text = "转账到他卡上，备注是货款。"
    assert "货款" not in [text[mask.start : mask.end] for mask in find(text)]
