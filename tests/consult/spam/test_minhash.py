"""Which texts count as the same: by what they say, not by how it is typed."""

import random

from hypothesis import given
from hypothesis import strategies as st

from consult.spam.score import marks

TEXT = "公司拖欠了三个月工资，昨天让我自己离职。我没有签过合同，手里只有打卡记录，该怎么办？"
OTHERS = [
    "丈夫婚前买的房子，婚后我们一起还贷款，现在要离婚，这套房子应该怎么分？",
    "公司上个月裁员，只肯给一个月工资作补偿，我做了六年，这样合法吗？我该要多少？",
    "我没有签过合同，在工地干活时摔伤了腿，包工头只付了医药费，能认定工伤吗？",
]


def alike(one, other):
    return bool(set(marks(one)) & set(marks(other)))


WIDE = "ＡＢＣ公司欠我工资１００００元没有给我应该怎么办呢"
SHORT = "老板不发工资，怎么办？"
PAIRS = [
    (TEXT, TEXT.replace("，", ", ").replace("？", "?"), True),
    (TEXT, f"  {TEXT}\n\n", True),
    (TEXT, TEXT.replace("三个月", "四个月"), True),
    (TEXT, TEXT.replace("打卡", "打上"), True),
    (TEXT, f"您好，{TEXT}谢谢！", True),
    (TEXT, TEXT.replace("。", "。（2）"), True),
    *((TEXT, other, False) for other in OTHERS),
    (WIDE, "abc公司欠我工资10000元没有给我应该怎么办呢", True),
    (SHORT, "老板不发工资 怎么办", True),  # few words are compared as a whole
    (SHORT, "老板不发奖金，怎么办？", False),
    ("？" * 11, " " + "？" * 11, True),  # and what has no letters as it is
    ("？" * 11, "！" * 11, False),
]


def test_the_same_text_typed_otherwise_is_alike_and_another_matter_is_not():
    for one, other, is_alike in PAIRS:
        assert alike(one, other) == is_alike


def test_a_long_text_with_some_words_changed_is_alike():
    chance = random.Random(7)
    chars = [chr(chance.randrange(0x4E00, 0x9000)) for _ in range(900)]
    changed = chars[:300] + list("改过的一句话") + chars[306:]
    assert alike("".join(chars), "".join(changed))
    assert not alike("".join(chars), "".join(reversed(chars)))


@given(st.text(max_size=300))
def test_any_text_is_like_itself(text):
    assert alike(text, text)
    assert marks(text) == marks(text)
