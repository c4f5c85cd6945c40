"""Absolute words: a legal result has conditions and exceptions.

Only words that promise a result are told of. 一定的比例, 一定期限, 予以肯定, 绝对权, 百分之百的股权
are harmless, and so are questions, denials and the words of others in “ ”.
"""

import re

from articles.quality.checks.base import Severity, check, hits

RESULT = "属于|构成|无效|有效|成立|违法|犯罪|判|赢|胜|败|输|支持|批捕|批准|追回|要回|拿到|赔"
WORDS = re.compile(
    rf"一定(?:会(?!议|计|员|见|长)|能(?!力|量|源)|是|可以|不会|不能|不是|得到|{RESULT})"
    rf"|必然(?:会|能|是|要(?!求)|可以|{RESULT})"
    rf"|肯定(?:会|能|是|要|可以|不用|不需|不必|不会|不能|不是|没|有(?!的|关)|得|{RESULT})"
    rf"|绝对(?:会|能|是|可以|不会|没|保证|有把握|安全|合法|可靠|{RESULT})"
    rf"|(?:百分之百|百分百|100[%％])(?:会|能|是|可以|不会|有把握|安全|合法|{RESULT})"
    "|铁定|必输|必败|万无一失|毫无疑问"
)
DENIED = re.compile("(?:不|没|未|非|无法|难以|不见得|很难|没有人|谁也|谁都)[^，,]{0,4}$")
# What people wrongly think is told in order to be put right.
WRONG = re.compile("误以为|以为|误解|误区|不准确|不正确|不对|错误|不能认为|并非如此|未必|片面")
# 有一定能…, 给予一定支持: an amount, not a certainty.
AMOUNT = re.compile("(?:有|具备|达到|给予|提供|予以|满|在|付出|造成)$")


@check(
    "absolute-words",
    "绝对化的说法",
    Severity.DOUBT,
    "法律上的结论常有条件和例外，不宜绝对化。建议写明条件，或改用“一般”“通常”“可能”。",
)
def absolute_words(draft):
    for hit in hits(draft, WORDS):
        amount = hit.quote.startswith("一定") and AMOUNT.search(hit.before)
        told = hit.is_harmless or WRONG.search(hit.around.text)
        if not (told or DENIED.search(hit.before) or amount):
            yield hit
