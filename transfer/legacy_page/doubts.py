"""What a person has to look at before the page is shown; each kind is one small function.

The checks advise and never block: the lawyer decides.
"""

import re
from dataclasses import dataclass

from django.utils import timezone

from firm.base import phones
from transfer.legacy_page import terms, wording
from transfer.legacy_page.lines import fold
from transfer.legacy_page.numbers import NUMBER, numbers
from transfer.legacy_page.page import Further

STATUTE = re.compile(r"《[^《》]{1,40}(?:法|法典|条例|规定|解释|办法|规则)(?:（[^《》]*）)?》")
MOBILE_CLAIM = re.compile(rf"手机(?:号码?)?\s*:?\s*({NUMBER})")
AMOUNT = re.compile(
    r"\d+(?:\.\d+)?\s*(?:%|‰)|百分之[一二三四五六七八九十百零点]+|\d+(?:\.\d+)?万?元"
)
NOT_FOUND = "页面上没有找到"
NO_MOBILE = "页面称它为手机，但它是{0}号码，已按{0}登记。"
ADDRESS_SEEN = "页面上写的是“{}”，请核对后在“办公地点”里添加。"
NO_STATUTE = "全文没有引用任何法律条文，请律师按现行法律核对，并写明依据。"
CUT_SHORT = "旧页上的简介被截断了，请补写完整并核对职务、年限。"
REGISTRY = []


@dataclass(frozen=True)
class Doubt:
    """One thing to look at and the reason, both in Chinese."""

    about: str
    reason: str


def doubt(function):
    """Registers a check: a function of a page that yields (about, reason) pairs."""
    REGISTRY.append(function)
    return function


def doubts(page):
    """All doubts about a page, each once, in the order of the checks."""
    found = (Doubt(*pair) for check in REGISTRY for pair in check(page))
    return list(dict.fromkeys(found))


def _texts(page):
    """Everything that is taken over, as (place, text) pairs."""
    story = page.story
    yield _article(story), "\n".join((story.title, *story.body))
    yield "律师简介", story.biography
    for entry in page.further:
        yield _article(entry), f"{entry.title}\n{entry.excerpt}"


def _article(entry):
    return f"文章《{wording.title(entry)}》"


@doubt
def landline_called_mobile(page):
    for line in page.lines:
        for number in MOBILE_CLAIM.findall(fold(line)):
            shown = (numbers(number) or [""])[0]
            if shown and phones.kind_of(shown) != phones.PhoneKind.MOBILE:
                label = phones.LABELS[phones.kind_of(shown)]
                yield f"电话 {shown}", NO_MOBILE.format(label)


@doubt
def title_is_an_opening(page):
    main = Further(page.story.title, page.story.body[0])
    for entry in (main, *page.further):
        if wording.title_is_opening(entry):
            yield (
                f"标题《{wording.title(entry)}》",
                "标题只是正文的头几个字，读者看不出讲什么，请改成一个问题。",
            )


@doubt
def excerpt_repeats_title(page):
    for entry in page.further:
        if wording.repeats_title(entry):
            yield (
                f"摘要《{wording.title(entry)}》",
                "摘要开头又写了一遍标题，导入时已去掉重复的部分。",
            )


@doubt
def stale_years(page):
    year = timezone.localdate().year
    if page.foot.years and page.foot.years[1] < year:
        first, last = page.foot.years
        yield (
            f"版权年份 {first}–{last}",
            f"现在是 {year} 年，旧页没有更新；新站的结束年份会自动更新。",
        )


@doubt
def missing_particulars(page):
    who, foot = page.who, page.foot
    wanted = (
        (
            foot.firm,
            "律师事务所名称",
            "《律师业务推广行为规则（试行）》要求写明执业机构，请在网站设置里填写。",
        ),
        (foot.address, "办公地址", "请在“办公地点”里添加，隐私告知也要写明地址。"),
        (foot.icp, "ICP备案号", "网站首页须显示备案号，请备案后在网站设置里填写。"),
        (foot.police, "公安备案号", "网站开通后三十日内须办理公安联网备案，请在网站设置里填写。"),
        (who.city, "所在城市", "请在网站设置里填写。"),
        (who.site_name, "网站名称", "请在网站设置里填写。"),
        (who.phone, "联系电话", "请在网站设置里填写。"),
        (page.story.biography, "律师简介", "请在律师资料里填写。"),
        (page.further, "其他文章", "没有可以导入的文章列表。"),
    )
    for value, name, advice in wanted:
        if not value:
            yield name, f"{NOT_FOUND}。{advice}"


@doubt
def licence_number(page):
    number = page.foot.licence
    seen = f"页面上写的是 {number}" if number else NOT_FOUND
    yield "律师执业证号", f"{seen}。证号不自动填写，请对照执业证在律师资料里填写。"


@doubt
def office_not_taken_over(page):
    if page.foot.address:
        yield "办公地址", ADDRESS_SEEN.format(page.foot.address)


@doubt
def no_statute(page):
    if not STATUTE.search("\n".join(page.story.body)):
        yield _article(page.story), NO_STATUTE


@doubt
def numbers_without_source(page):
    for place, text in _texts(page):
        for line in text.split("\n"):
            amount = AMOUNT.search(fold(line))
            if amount and place != "律师简介" and not STATUTE.search(line):
                yield place, f"写了“{amount[0]}”这样的比例或者金额，但没有写依据，请核对。"


@doubt
def qq_without_number(page):
    if page.foot.qq_entry and not page.foot.qq:
        yield "QQ 入口", "页面有发消息的入口，但保存的内容里没有号码，请在网站设置里填写。"


@doubt
def words_of_adverts(page):
    for place, text in _texts(page):
        for pattern, reason in terms.WORDS:
            found = dict.fromkeys(pattern.findall(text))
            if found:
                yield place, f"写了{'、'.join(f'“{word}”' for word in found)}。{reason}"


@doubt
def old_terms(page):
    for place, text in _texts(page):
        for term, reason in terms.OLD_TERMS:
            if term in text:
                yield place, f"写了“{term}”。{reason}"


@doubt
def biography_cut(page):
    if page.story.biography_cut:
        yield "律师简介", CUT_SHORT


@doubt
def stubs(page):
    if page.further:
        about = f"其他 {len(page.further)} 篇文章"
        yield about, "旧页上只有标题和摘要，已标为“待补全”，请补写正文后再发布。"
