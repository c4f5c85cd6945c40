"""What is masked, and as what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    """What a masked stretch of text is."""

    NAME = "name", "姓名"
    NICKNAME = "nickname", "称呼"
    PHONE = "phone", "电话"
    EMAIL = "email", "邮箱"
    ID_NUMBER = "id_number", "证件号"
    PLATE = "plate", "车牌"
    BANK = "bank", "银行账号"
    ACCOUNT = "account", "微信或QQ号"
    ADDRESS = "address", "地址"
    PLACE = "place", "地点"
    ORGANISATION = "organisation", "单位"
    SCHOOL = "school", "学校"
    CASE_NUMBER = "case_number", "案号"
    DATE = "date", "日期"
    AMOUNT = "amount", "金额"
    NUMBER = "number", "其他号码"


@dataclass(frozen=True)
class Mask:
    """A stretch of a text and what stands in its place; `why` says what is not sure about it."""

    start: int
    end: int
    kind: Kind
    replacement: str
    sure: bool
    why: str = ""


@dataclass(frozen=True)
class Found:
    """A stretch of a folded text that a detector holds for something of a kind.

    `weight` decides between two that overlap; `word` is what a replacement is made of: 公司, 厂.
    """

    start: int
    end: int
    kind: Kind
    sure: bool = True
    why: str = ""
    weight: int = 50
    word: str = ""


def apply(text: str, masks: Iterable[Mask]) -> str:
    """The text with each mask's replacement in its place."""
    parts, at = [], 0
    for mask in sorted(masks, key=lambda mask: mask.start):
        parts += [text[at : mask.start], mask.replacement]
        at = mask.end
    return "".join([*parts, text[at:]])
