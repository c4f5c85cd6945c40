"""What the operator reads: what was recognised, what to check, what was done."""

import unicodedata

from firm.base import phones
from transfer.legacy_page import body, text_cleanup

UNCHANGED = "数据库没有改动"
PUBLISHED = "发布 {} 篇先前导入的草稿"

LABEL_WIDTH = 12


def recognised(page):
    """Aligned `项目：值` lines of all that was found."""
    pairs = [*_who(page), *_story(page), *_foot(page)]
    return [f"{_padded(label)}：{value or '（没有找到）'}" for label, value in pairs]


def review_lines(found):
    """One numbered line for each thing to check."""
    if not found:
        return ["没有存疑的地方。"]
    numbered = enumerate(found, start=1)
    return [
        f"存疑 {len(found)} 处，请逐一核对：",
        *(f"  {number}. {item.about}：{item.reason}" for number, item in numbered),
    ]


def summary(tally):
    """One line: how many records were made and how many were there."""
    present = f"已有 {tally.present.total()} 条{_listed(tally.present)}"
    if not tally.changed:
        return f"没有新建记录，{present}，{UNCHANGED}。"
    parts = [f"新建 {tally.created.total()} 条记录{_listed(tally.created)}", present]
    if tally.filled:
        parts.append(f"补填 {len(tally.filled)} 项（{'、'.join(tally.filled)}）")
    if tally.published:
        parts.append(PUBLISHED.format(tally.published))
    if tally.removed:
        parts.append(f"删除 {tally.removed.total()} 条{_listed(tally.removed)}")
    return f"{'，'.join(parts)}。"


def _who(page):
    owner = page.owner
    yield "律师姓名", owner.lawyer
    yield "网站名称", owner.site_name
    yield "旧域名", owner.domain
    yield "所在城市", owner.city
    yield "联系电话", _number(owner.phone)
    yield "律师热线", _number(owner.hotline)
    yield "其他律师", "、".join(page.other_lawyers)


def _story(page):
    main_article = page.main_article
    tags = [piece.tag for piece in body.pieces(main_article.body)]
    points, headings = tags.count("li"), tags.count("h2") + tags.count("h3")
    yield "文章标题", text_cleanup.title(main_article)
    yield (
        "文章正文",
        f"{len(tags)} 行：小标题 {headings} 个，要点 {points} 条，段落 {tags.count('p')} 段",
    )
    yield "发布日期", str(main_article.day or "")
    yield "联系行", f"{main_article.contact}（不作为正文）" if main_article.contact else ""
    yield "律师简介", text_cleanup.biography(main_article)
    yield "其他文章", f"{len(page.other_articles)} 篇" if page.other_articles else ""
    for number, entry in enumerate(page.other_articles, start=1):
        yield f"第 {number} 篇", text_cleanup.title(entry)


def _foot(page):
    footer = page.footer
    yield "页脚栏目", "、".join(footer.nav)
    yield "版权年份", "–".join(map(str, dict.fromkeys(footer.years)))
    yield "律所名称", footer.firm
    yield "办公地址", footer.address
    yield "工作时间", footer.hours
    yield "QQ 号", footer.qq or ("有入口，没有号码" if footer.qq_entry else "")
    yield "ICP备案号", footer.icp
    yield "公安备案号", footer.police


def _number(number):
    return f"{number}（{phones.LABELS[phones.kind_of(number)]}）" if number else ""


def _padded(label):
    """The label filled up to one width; a Chinese character is two columns wide."""
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)
    return label + " " * (LABEL_WIDTH - width)


def _listed(counts):
    named = "、".join(f"{kind} {count}" for kind, count in counts.items())
    return f"（{named}）" if named else ""
