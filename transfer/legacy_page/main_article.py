"""The article of a page: its title, its lines, the contact line and the author box below."""

import re

from transfer.legacy_page import days, footer
from transfer.legacy_page.lines import bare, fold, is_bullet, is_cut, squeeze
from transfer.legacy_page.owner import DOMAIN, SITE, head_line
from transfer.legacy_page.page import MainArticle, NotAPageError
from transfer.legacy_page.phone_numbers import NUMBER, numbers

LONGEST_TITLE = 60  # the column of a title
LONGEST_CONTACT = 80
LEAST_BODY = 20  # characters below which nothing was found that is an article
NO_BODY = "在这个文件里没有找到文章正文，它不像律师网站的旧页面。"
NO_TITLE = "在这个文件里没有找到文章标题，它不像律师网站的旧页面。"
NAV = {
    "首页", "网站首页", "返回首页", "设为首页", "加入收藏", "更多", "法律咨询", "在线咨询",
    "在线法律咨询", "免费法律咨询", "留言咨询", "在线留言", "联系我们", "联系方式", "联系律师",
    "关于我们", "律师简介", "律师介绍", "律师团队", "律师文集", "律师随笔", "律师文章", "法律文集",
    "成功案例", "经典案例", "案例分析", "法律法规", "法律知识", "法律常识", "新闻动态", "收费标准",
    "业务领域", "服务领域", "专业领域",
}  # fmt: skip
FURNITURE = re.compile(
    r"^(?:当前位置|您的位置|您现在的位置|所在位置|今天是|欢迎(?:您|来到|光临|访问))"
)
DETAILS = re.compile(
    r"^(?:发布|发表|更新|时间|日期|作者|来源|出处|编辑|浏览|点击|阅读|人气|字号|标签)[^\s:]{0,4}\s*:.{0,50}$"
    r"|^\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?"
    r"(?:\s+(?:\d|来源|作者|出处|编辑|浏览|点击|阅读|人气).{0,50})?$"
)
SLOGAN = re.compile(r"诚信|竭诚|专业.{0,4}服务|维护您|为您|高效|信赖|^\S{2,4}\s+\S{2,4}\s+\S{2,4}")
BEHIND = re.compile(
    r"^(?:上一篇|下一篇|分享到|责任编辑|相关(?:文章|阅读|推荐|知识)|最新文章|热门文章|推荐(?:文章|阅读)"
    r"|更多文章|返回(?:列表|顶部))"
)
CONTACT = re.compile("联系|咨询|致电|电话|手机|热线|微信")
MORE = re.compile(
    r"\s*[\[(【（]?(?:more|更多|详细|查看更多|查看全文|阅读全文|了解更多)[\])】）]?\s*[>»＞]*$",
    re.I,
)
DOTS = re.compile(r"(?:\.{2,}|。{2,}|…+)$")


def find_main_article(source, owner):
    """Title, body, contact line and biography; without title or body it is no such page."""
    lines = source.lines
    start = _title(source, owner)
    box = _box(lines, start, owner)
    places = range(start + 1, len(lines))
    end = next((at for at in places if at == box or _ends(lines, at)), len(lines))
    body, contact, behind = _parted(lines[start + 1 : end], owner)
    body, day = _undressed(body, lines[start])
    if sum(map(len, body)) < LEAST_BODY:
        raise NotAPageError(NO_BODY)
    biography, cut, after = _biography(lines, box, owner)
    rest = behind + (lines[end:] if box is None else lines[end:box] + lines[after:])
    return MainArticle(lines[start], body, contact, biography, cut, day, rest)


def _title(source, owner):
    """Where the title stands: as a heading or the window title says, else behind the head."""
    lines = source.lines
    hints = [bare(hint) for hint in source.headings]
    windows = [bare(part) for part in (source.title, *re.split("[-_|–—]", source.title))]
    for at, line in enumerate(lines):
        text = bare(line)
        wanted = text in hints or (len(text) >= 4 and any(w.startswith(text) for w in windows))
        if wanted and _may_be_title(line, owner):
            return at
    return _title_behind_head(lines, owner)


def _title_behind_head(lines, owner):
    """The first line that is neither furniture nor, where more follow, a slogan."""
    found = []
    for at, line in enumerate(lines):
        if not is_furniture(line, owner):
            if not _may_be_title(line, owner) or is_bullet(line) or _is_box(line, owner):
                break
            found.append(at)
    if not found:
        raise NotAPageError(NO_TITLE)
    return next((at for at in found if not SLOGAN.search(lines[at])), found[0])


def _may_be_title(line, owner):
    return (
        len(line) <= LONGEST_TITLE
        and not is_furniture(line, owner)
        and not footer.begins_footer(line)
    )


def is_furniture(line, owner):
    """Whether a line belongs to the head, the footer or the box of the page, not to an article."""
    folded, tight = fold(line), squeeze(line).strip(">»«<|[]")
    return bool(
        tight in NAV
        or tight in {owner.lawyer, f"{owner.lawyer}律师", f"{owner.lawyer}律师简介"}
        or line == owner.site_name
        or SITE.fullmatch(folded)
        or DOMAIN.fullmatch(folded)
        or head_line(owner.lawyer).match(folded)
        or FURNITURE.match(folded)
        or DETAILS.match(folded)
        or footer.nav_items(line)
        or footer.is_particular(line)
        or footer.QQ_ENTRY.search(folded)
        or re.fullmatch(rf"(?:.{{0,8}}(?:电话|热线|手机)\s*:?\s*)?{NUMBER}", folded)
    )


def _ends(lines, at):
    """Whether the article is over at a line: a list, a heading of a list, the footer."""
    listed = is_bullet(lines[at]) and any(map(is_cut, lines[at + 1 : at + 3]))
    paired = lines[at + 1 : at + 4 : 2]  # two excerpts, each below a title without a bullet
    listed = listed or (len(paired) == 2 and all(map(is_cut, paired)) and not is_cut(lines[at]))
    two = lines[at : at + 2]
    listed = listed or (len(two) == 2 and all(map(days.ends_in_day, two)))
    return listed or bool(BEHIND.match(lines[at])) or footer.begins_footer(lines[at])


def _parted(region, owner):
    """The body, the last contact line, and what stands behind that line and is no body.

    A contact line above the whole text ends nothing.
    """
    contacts = [at for at, line in enumerate(region) if _is_contact(line, owner)]
    own = [at for at in range(len(region)) if at not in contacts]
    last = contacts[-1] if contacts and own and own[0] < contacts[-1] else len(region)
    body = [region[at] for at in own if at < last]
    return body, region[contacts[-1]] if contacts else "", region[last + 1 :]


def _undressed(body, title):
    """The body without the details above and below it, and the day that they tell."""
    body, details = list(body), []
    while body and (DETAILS.match(fold(body[0])) or bare(body[0]) == bare(title)):
        details.append(body.pop(0))
    while body and DETAILS.match(fold(body[-1])):
        details.append(body.pop())
    return tuple(body), next(filter(None, map(days.day_in, details)), None)


def _is_contact(line, owner):
    """A short line that sends the reader to the lawyer; an advert, not content."""
    if len(line) > LONGEST_CONTACT:
        return False
    named = re.search(rf"(?:联系|咨询|致电|找)\s*{re.escape(owner.lawyer)}", line)
    return bool(named or (numbers(line) and CONTACT.search(line)))


def _is_box(line, owner):
    return bool(_box_pattern(owner).match(line))


def _box_pattern(owner):
    name = re.escape(owner.lawyer)
    return re.compile(rf"^[@＠]?\s*{name}\s*律师(?:个人)?(?:简介|介绍)\s*[:：]?\s*(.*)$")


def _box(lines, start, owner):
    """The line of the author box behind the title, None without one."""
    return next((at for at in range(start + 1, len(lines)) if _is_box(lines[at], owner)), None)


def _biography(lines, box, owner):
    """The biography without its link, whether it was cut, and where the box ends."""
    if box is None:
        return "", False, None
    text, after = _box_pattern(owner).match(lines[box])[1], box + 1
    parts = [text] if text else []
    while after < len(lines) and _goes_on(lines[after], parts, owner):
        parts.append(lines[after])
        after += 1
    whole = "".join(parts)
    plain = DOTS.sub("", MORE.sub("", whole).rstrip()).strip()
    return plain, plain != whole, after


def _goes_on(line, parts, owner):
    """Whether a line still belongs to the box: the text when it is missing, or the link."""
    link = bool(MORE.sub("", line).strip(" .…") == "")
    own = not (is_bullet(line) or footer.begins_footer(line) or is_furniture(line, owner))
    return link or (not parts and own)
