"""A readable address for a lawyer: surname and given name as they are spoken.

Chinese names are spelled by GB/T 28039: 方静川 is Fang Jingchuan, and 吕 is Lyu, since an address
has no ü.
"""

import re

from firm.models import Lawyer

# Surnames of two characters, and those that are read otherwise than the character in a text.
TWO_CHARACTERS = {
    "欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐",
    "宇文", "长孙", "端木", "百里", "呼延", "南宫", "独孤", "申屠", "澹台", "公冶", "宗政", "濮阳",
    "淳于", "单于", "太史", "钟离", "轩辕", "鲜于", "闾丘", "赫连", "第五", "万俟", "拓跋",
}  # fmt: skip
READ_OTHERWISE = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "区": "ou", "解": "xie", "查": "zha", "朴": "piao",
    "任": "ren", "翟": "zhai", "覃": "qin", "盖": "ge", "华": "hua", "尉迟": "yuchi",
    "万俟": "moqi", "长孙": "zhangsun", "澹台": "tantai", "单于": "chanyu",
}  # fmt: skip
UNREADABLE = "lawyer"  # the address of a name that has no sound in the table


def slug_of(name):
    """`gu-xiaodong`; with a number where that address is taken."""
    base = "-".join(filter(None, map(_letters, _parts(name)))) or UNREADABLE
    taken = set(Lawyer.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)


def _parts(name):
    """Surname and given name; the parts of a name with dots as they are."""
    if "·" in name:
        return name.split("·")
    length = 2 if name[:2] in TWO_CHARACTERS and len(name) > 2 else 1
    return [name[:length], name[length:]]


def _letters(part):
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where a lawyer is new

    spoken = READ_OTHERWISE.get(part) or "".join(lazy_pinyin(part, errors="ignore"))
    return re.sub("[^a-z]", "", spoken.replace("lv", "lyu").replace("nv", "nyu"))
