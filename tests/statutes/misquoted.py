"""A law of two versions, and quotations of it under the wrong number, for tests of the office."""

from datetime import date

from tests.factories import make_statute

KEEPS = "守灯人应当在每日日落之后三十分钟内点亮灯塔，并在日出之后熄灭。"
LEAVES = "守灯人不得在夜间擅自离开灯塔；确有急事的，应当事先委托他人看守。"
FOG = "海雾弥漫时，守灯人应当每隔十分钟鸣钟一次。\n鸣钟的时间应当记入日志。"
WRONG = f"<p>《灯塔法》第二条规定：“{KEEPS}”</p>"
RIGHT = WRONG.replace("第二条", "第一条")
SENTENCE = "引用的文字不在《灯塔法》第2条，而在第1条。核对文字后，请改为“《灯塔法》第一条”。"


def lighthouse_law(**fields):
    """灯塔法 with its text."""
    known = {"short_name": "灯塔法", "effective_from": date(2021, 1, 1)}
    return make_statute([KEEPS, LEAVES, FOG], **{**known, **fields})
