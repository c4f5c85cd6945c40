"""What a person has to check before an imported page goes live; each check is one small function.

The checks advise and never block: the lawyer decides.
"""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from firm.base import phones
from transfer.legacy_page import areas, terms, text_cleanup
from transfer.legacy_page.lines import fold
from transfer.legacy_page.page import OtherArticle
from transfer.legacy_page.phone_numbers import NUMBER, numbers

STATUTE = re.compile(r"《[^《》]{1,40}(?:法|法典|条例|规定|解释|办法|规则)(?:（[^《》]*）)?》")
MOBILE_CLAIM = re.compile(rf"手机(?:号码?)?\s*:?\s*({NUMBER})")
AMOUNT = re.compile(
    r"\d+(?:\.\d+)?\s*(?:%|‰)|百分之[一二三四五六七八九十百零点]+|\d+(?:\.\d+)?万?元"
)
NOT_FOUND = "页面上没有找到"
NO_MOBILE = "页面称它为手机，但它是{0}号码，已按{0}登记。"
ADDRESS_SEEN = "页面上写的是“{}”，请核对后在“办公地点”里添加。"
HOURS_SEEN = "页面上写的是“{}”，已按原文填写，请核对现在是否如此。"
OTHER_LAWYERS = "页面上还有{}，没有导入；请在后台添加，并写明电话属于谁。"
UNDATED = "页面上没有写发布日期，网站上不显示日期；知道的，请填在“发布时间”里。"
DATED = "按页面写的{}显示发布日期，请核对。"
UNCHECKED = "没有律师核对的记录，网站上注明“待律师核对”；请按现行法律核对后填写核对日期。"
AREAS = "按文章标题归入：{}。请核对归类，补上办理的其他领域，不办理的请取消显示。"
STUBS = (
    "旧页上只有标题和摘要，已标为“待补全”：不出现在列表、搜索、订阅和网站地图里，"
    "搜索引擎也不收录；补写正文、取消“待补全”以后才会出现。"
)
NO_STATUTE = "全文没有引用任何法律条文，请律师按现行法律核对，并写明依据。"
CUT_SHORT = "旧页上的简介被截断了，请补写完整并核对职务、年限。"
REGISTRY = []


@dataclass(frozen=True)
class ReviewItem:
    """One thing to check and why, both in Chinese."""

    about: str
    reason: str


def review_check(function):
    """Registers a check: a function of a page that yields (about, reason) pairs."""
    REGISTRY.append(function)
    return function


def review_items(page):
    """Everything to check on a page, without duplicates, in the order of the checks."""
    found = (ReviewItem(*pair) for check in REGISTRY for pair in check(page))
    return list(dict.fromkeys(found))


def _texts(page):
    """Everything that is taken over, as (place, text) pairs."""
    main_article = page.main_article
    yield _article(main_article), "\n".join((main_article.title, *main_article.body))
    yield "律师简介", main_article.biography
    for entry in page.other_articles:
        yield _article(entry), f"{entry.title}\n{entry.excerpt}"


def _article(entry):
    return f"文章《{text_cleanup.title(entry)}》"


@review_check
def landline_called_mobile(page):
    for line in page.lines:
        for number in MOBILE_CLAIM.findall(fold(line)):
            shown = (numbers(number) or [""])[0]
            if shown and phones.kind_of(shown) != phones.PhoneKind.MOBILE:
                label = phones.LABELS[phones.kind_of(shown)]
                yield f"电话 {shown}", NO_MOBILE.format(label)


@review_check
def title_is_an_opening(page):
    main = OtherArticle(page.main_article.title, page.main_article.body[0])
    for entry in (main, *page.other_articles):
        if text_cleanup.title_is_opening(entry):
            yield (
                f"标题《{text_cleanup.title(entry)}》",
                "标题只是正文的头几个字，读者看不出讲什么，请改成一个问题。",
            )


@review_check
def excerpt_repeats_title(page):
    for entry in page.other_articles:
        if text_cleanup.repeats_title(entry):
            yield (
                f"摘要《{text_cleanup.title(entry)}》",
                "摘要开头又写了一遍标题，导入时已去掉重复的部分。",
            )


@review_check
def stale_years(page):
    year = timezone.localdate().year
    if page.footer.years and page.footer.years[1] < year:
        first, last = page.footer.years
        yield (
            f"版权年份 {first}–{last}",
            f"现在是 {year} 年，旧页没有更新；新站的结束年份会自动更新。",
        )


@review_check
def missing_particulars(page):
    owner, footer = page.owner, page.footer
    wanted = (
        (
            footer.firm,
            "律师事务所名称",
            "《律师业务推广行为规则（试行）》要求写明执业机构，请在网站设置里填写。",
        ),
        (footer.address, "办公地址", "请在“办公地点”里添加，隐私告知也要写明地址。"),
        (footer.icp, "ICP备案号", "网站首页须显示备案号，请备案后在网站设置里填写。"),
        (footer.police, "公安备案号", "网站开通后三十日内须办理公安联网备案，请在网站设置里填写。"),
        (footer.hours, "工作时间", "网站上不显示；要显示的，请在网站设置里填写。"),
        (owner.city, "所在城市", "请在网站设置里填写。"),
        (owner.site_name, "网站名称", "请在网站设置里填写。"),
        (owner.phone, "联系电话", "请在网站设置里填写。"),
        (page.main_article.biography, "律师简介", "请在律师资料里填写。"),
        (page.other_articles, "其他文章", "没有可以导入的文章列表。"),
    )
    for value, name, advice in wanted:
        if not value:
            yield name, f"{NOT_FOUND}。{advice}"


@review_check
def licence_number(page):
    number = page.footer.licence
    seen = f"页面上写的是 {number}" if number else NOT_FOUND
    yield "律师执业证号", f"{seen}。证号不自动填写，请对照执业证在律师资料里填写。"


@review_check
def office_not_taken_over(page):
    if page.footer.address:
        yield "办公地址", ADDRESS_SEEN.format(page.footer.address)


@review_check
def hours_taken_over(page):
    if page.footer.hours:
        yield "工作时间", HOURS_SEEN.format(page.footer.hours)


@review_check
def lawyers_not_taken_over(page):
    if page.other_lawyers:
        titles = (f"{name}律师" for name in page.other_lawyers)
        yield "其他律师", OTHER_LAWYERS.format("、".join(titles))


@review_check
def day_of_the_article(page):
    day = page.main_article.day
    yield (
        _article(page.main_article),
        DATED.format(date_format(day, "Y年n月j日")) if day else UNDATED,
    )


@review_check
def never_checked(page):
    yield _article(page.main_article), UNCHECKED


@review_check
def areas_by_title(page):
    names = dict.fromkeys(one.name for one in areas.of_page(page))
    yield "业务领域", AREAS.format("、".join(names))


@review_check
def no_statute(page):
    if not STATUTE.search("\n".join(page.main_article.body)):
        yield _article(page.main_article), NO_STATUTE


@review_check
def numbers_without_source(page):
    for place, text in _texts(page):
        for line in text.split("\n"):
            amount = AMOUNT.search(fold(line))
            if amount and place != "律师简介" and not STATUTE.search(line):
                yield place, f"写了“{amount[0]}”这样的比例或者金额，但没有写依据，请核对。"


@review_check
def qq_without_number(page):
    if page.footer.qq_entry and not page.footer.qq:
        yield "QQ 入口", "页面有发消息的入口，但保存的内容里没有号码，请在网站设置里填写。"


@review_check
def words_of_adverts(page):
    for place, text in _texts(page):
        for pattern, reason in terms.WORDS:
            found = dict.fromkeys(pattern.findall(text))
            if found:
                yield place, f"写了{'、'.join(f'“{word}”' for word in found)}。{reason}"


@review_check
def old_terms(page):
    for place, text in _texts(page):
        for term, reason in terms.OLD_TERMS:
            if term in text:
                yield place, f"写了“{term}”。{reason}"


@review_check
def biography_cut(page):
    if page.main_article.biography_cut:
        yield "律师简介", CUT_SHORT


@review_check
def stubs(page):
    if page.other_articles:
        yield f"其他 {len(page.other_articles)} 篇文章", STUBS
