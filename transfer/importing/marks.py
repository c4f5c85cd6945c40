"""Where on the pages of an old site title, text, day and category stand.

Guessed on one page, and what somebody marks there found on the others: by the tags around it and
their names, without the numbers that tell one page from the next. No library knows a layout that
it was shown.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from richtext.core import tree
from richtext.core.pasted_reading import INLINE
from richtext.core.tree import Element
from transfer.importing import lines

Way = list[list[str]]  # tag and names of each element from the page down to one
Mark = dict[str, dict[str, Any]]  # by part its way, and which it is of those that stand so

PARTS = {"title": "标题", "text": "正文", "day": "发布日期", "area": "栏目"}
NEEDED = ("title", "text")
UNSEEN = {
    "script", "style", "template", "noscript", "iframe", "select", "button", "svg", "textarea",
}  # fmt: skip
DROPPED = {"nav", "header", "footer", "aside", "form"}
IN_FRAMES = "网页由框架（frameset）拼成，正文在另外的文件里。"
BY_SCRIPT = "网页里没有文字，内容可能由脚本生成，没有随网页保存下来。"
NO_PARTS = "按标出的位置没有找到标题或者正文，像是首页、列表或者栏目页。"
NO_DAY = "按标出的位置没有找到日期，正文也很短，像是联系方式一类的页面。"
HOLDERS = {"article", "main"}
BLOCKS = {"ul", "ol", "dl", "table", "tbody", "tr", "blockquote", "pre", "p"}
HEADINGS = ("h1", "h2", "h3")
SENTENCE = re.compile("[，。；！？]|[,.;!?](?:\\s|$)")
DIGITS = re.compile(r"\d+")
MOST_NAMES = 6  # of an element
MOST_SHOWN = 5  # candidates of a part
SHORT, LINE = 100, 160  # signs of a title, of a line that tells a day or where one is
LEAST = 40  # signs of sentences that make a text, without a day five times as many
TEXT_NAMES = re.compile("article|content|post|entry|text|body|zoom|detail|news|正文", re.I)
TITLE_NAMES = re.compile("title|headline|subject|标题", re.I)
DAY_NAMES = re.compile("date|time|发布|发表|时间|日期", re.I)
WAY_NAMES = re.compile("crumb|position|location|weizhi", re.I)
AROUND = re.compile(
    "comment|side|foot|nav|menu|relat|recommend|share|copyright|banner|login|(?:^|[-_])(?:hot|ad)s?"
    "(?:$|[-_])|prev|next|pager|crumb|tool",
    re.I,
)
YOU_ARE_HERE = re.compile(
    r"(?:当前|您的?|现在|所在)[^\s:：]{0,4}位置|^(?:网站)?首页\s*[>»›]|^栏目\s*[:：]"
)
HOME = re.compile(
    r"(?:.*[:：])?\s*(?:(?:网站|返回)?首\s*页|主页|home|正文|文章正文|详细内容|)", re.I
)


class Weight(NamedTuple):
    """Signs in an element: all, those in links, those of sentences."""

    signs: int = 0
    linked: int = 0
    said: int = 0


class Page:
    """A saved page without what nobody sees; what stands above each element, and its weight."""

    def __init__(self, root: Element):
        title = root.first("title")
        self.window = " ".join(title.text.split()) if title else ""
        root.drop(lambda one: one.tag in UNSEEN)
        whole = [root, *root.walk()]
        self.above: dict[Element, Element] = {}
        for element in whole:
            self.above |= {one: element for one in element.children if isinstance(one, Element)}
        self.weight = _weighed(whole)
        self.root, self.body = root, root.first("body") or root
        self.heads = {lines.bare(one) for one in [self.window, *lines.PARTS.split(self.window)]}

    def around(self, element: Element | None) -> Iterator[Element]:
        """An element and those that it stands in, the nearest first."""
        while element is not None:
            yield element
            element = self.above.get(element)

    def way(self, element: Element) -> Way:
        return [step(one) for one in self.around(element) if one.tag][::-1]

    def short(self, most: int) -> Iterator[Element]:
        """The elements with a text that is one line, from the top of the page on."""
        return (one for one in self.body.walk() if 0 < self.weight[one].signs <= most)

    def is_around(self, element: Element) -> bool:
        """Whether it stands in what names itself so and does not hold most of the page."""
        most = self.weight[self.body].said / 2
        return any(
            one.tag in DROPPED or AROUND.search(names(one))
            for one in self.around(element)
            if self.weight[one].said <= most
        )

    def says(self, part: str, element: Element) -> float:
        """How surely the page itself tells that a part is here: by its window, or by how much."""
        if part == "title":
            return self.titles_it(tree.text_of(element))
        return self.weight[element].said / max(self.weight[self.body].said, 1)

    def titles_it(self, text: str) -> bool:
        """Whether the title of the window says a text, alone or before the site's name."""
        plain = lines.bare(text)
        return plain in self.heads or (
            len(plain) >= 4 and lines.bare(self.window).startswith(plain)
        )


def _weighed(elements: list[Element]) -> dict[Element, Weight]:
    found: dict[Element, Weight] = {}
    for element in reversed(elements):  # what is in it comes before it
        signs = linked = said = 0
        for child in element.children:
            if isinstance(child, str):
                size = len("".join(child.split()))
                more = Weight(size, 0, size if SENTENCE.search(child) else 0)
            else:
                more = found[child]
                more = Weight(more.signs, more.signs) if child.tag == "a" else more
            signs, linked, said = signs + more.signs, linked + more.linked, said + more.said
        found[element] = Weight(signs, linked, said)
    return found


def step(element: Element) -> list[str]:
    return [element.tag, *dict.fromkeys(names(element).split())]


def names(element: Element) -> str:
    """Its id and its classes, without the numbers in them."""
    told = element.attributes
    listed = [f"#{told.get('id', '').strip()}", *told.get("class", "").split()][:MOST_NAMES]
    plain = (DIGITS.sub("", one).lower()[:40] for one in listed)
    return " ".join(one for one in plain if one.strip("#-_"))


def is_same(one: list[str], other: list[str]) -> bool:
    return one[0] == other[0] and (one[1:] == other[1:] or not {*one[1:]}.isdisjoint(other[1:]))


# Guessed.


def candidates(page: Page) -> dict[str, list[Element]]:
    """By part the elements that may be it, the likeliest first."""
    texts = _texts(page)
    days, areas = _days(page, texts), _ways(page)
    return {"title": _titles(page, texts), "text": texts, "day": days, "area": areas}


def guessed(page: Page) -> dict[str, Element]:
    return {part: found[0] for part, found in candidates(page).items() if found}


def _best(points: dict[Element, float]) -> list[Element]:
    """The elements with the most points, each text once."""
    found: dict[str, Element] = {}
    for element in sorted(points, key=lambda one: -points[one]):
        found.setdefault(tree.text_of(element), element)
        if len(found) == MOST_SHOWN:
            break
    return [*found.values()]


def _texts(page: Page) -> list[Element]:
    """What holds the most sentences close by: the block of a line counts half, a quarter above."""
    points: dict[Element, float] = defaultdict(float)
    for element in [page.body, *page.body.walk()]:
        said = sum(
            len(one) for one in element.children if isinstance(one, str) and SENTENCE.search(one)
        )
        if not said or element.tag in {"a", *HEADINGS}:
            continue
        holders = [one for one in page.around(element) if one.tag not in INLINE and one.tag]
        holders = holders[1:] if holders and holders[0].tag in {"p", "li", "pre", "dd"} else holders
        for depth, holder in enumerate(holders[:5]):
            points[holder] += said / 2**depth
    for element in points:
        signs, linked, _ = page.weight[element]
        points[element] *= 1 - linked / max(signs, 1)
        points[element] *= 0.2 if page.is_around(element) else 1
        is_named = element.tag in HOLDERS or TEXT_NAMES.search(names(element))
        points[element] *= 1.5 if is_named and element.tag != "body" else 1
    best = max(points, key=lambda one: points[one], default=None)
    if best is None:
        return []
    higher = [one for one in page.around(best) if one.tag not in {"", "html"}]
    for one in higher[1:]:  # of several parts all that hold them
        parts = [child for child in one.children if isinstance(child, Element)]
        alike = [part for part in parts if is_same(step(part), step(best))]
        if (
            sum(page.weight[part].said > 0 for part in alike) > 1
            and page.weight[one].said > 1.3 * page.weight[best].said
        ):
            best = one
            break
    others = sorted(points, key=lambda one: -points[one])
    ordered = dict.fromkeys([best, *higher[1:3], *others[:3], *higher[-1:]])
    return _best({one: -at for at, one in enumerate(ordered)})


def _titles(page: Page, texts: list[Element]) -> list[Element]:
    points: dict[Element, float] = {}
    holders = {*page.around(texts[0])} if texts else set()
    for element in page.short(SHORT):
        text = tree.text_of(element)
        named = TITLE_NAMES.search(names(element))
        head = page.titles_it(text) * 5
        if element.tag in HEADINGS or head or named:
            level = 4 - int(element.tag[1]) if element.tag in HEADINGS else 0
            above = page.above.get(element, element)
            is_link = page.weight[element].linked or any(
                one.tag == "a" for one in page.around(above)
            )
            is_off = not head and page.is_around(above)
            points[element] = head + level + bool(named) + (above in holders)
            points[element] -= 2 * bool(is_link) + 3 * is_off
    best = _best(points)
    window = page.root.first("title")
    return [*best, *([window] if window and window not in best else [])]


def _days(page: Page, texts: list[Element]) -> list[Element]:
    points: dict[Element, float] = {}
    for at, element in enumerate(page.short(LINE)):
        text = _day_text(element)
        inner = [one for one in element.children if isinstance(one, Element)]
        if lines.day_in(text) and not any(lines.day_in(_day_text(one)) for one in inner):
            above = {*page.around(element)}
            is_named = bool(DAY_NAMES.search(f"{names(element)} {text}") or element.tag == "time")
            is_line = bool(lines.DETAILS.fullmatch(lines.fold(text)))
            is_said = bool(page.weight[element].said and not above.isdisjoint(texts[:1]))
            is_link = any(one.tag == "a" for one in above)
            is_foot = bool(lines.COPYRIGHT.search(text)) or page.is_around(element)
            points[element] = 2 * (is_named + is_line - is_foot) - 3 * (is_said + is_link)
            points[element] -= at / 1e6
    return _best(points)


def _ways(page: Page) -> list[Element]:
    points: dict[Element, float] = {}
    for element in page.short(LINE):
        text = lines.fold(tree.text_of(element))
        if YOU_ARE_HERE.search(text) or WAY_NAMES.search(names(element)):
            points[element] = page.weight[element].linked > 0
        elif element.tag == "a" and "category" in element.attributes.get("rel", ""):
            points[element] = 1
    return _best(points)


# Marked, and found.


def mark_of(page: Page, chosen: dict[str, Element]) -> Mark:
    """What was chosen on a page, as it is found on others."""
    mark = {}
    for part, element in chosen.items():
        way = page.way(element)
        hits = _hits(page, way)
        mark[part] = {"way": way, "at": hits.index(element) if element in hits else 0}
        mark[part]["said"] = page.says(part, element)
    return mark


def find(page: Page, mark: Mark) -> dict[str, Element]:
    """The parts of a page by a mark, those that are there."""
    found: dict[str, Element] = {}
    for part, spot in mark.items():
        hits = _hits(page, spot["way"])
        at = hits[spot["at"] :][:1]
        if part == "text":
            hits.sort(key=lambda one: -page.weight[one].said)
        else:
            hits, said = [*at, *hits], spot.get("said")
            heads = [*hits, *page.body.walk(*HEADINGS)] if said else []
            titled = [one for one in heads if page.titles_it(tree.text_of(one))]
            dated = [one for one in hits if lines.day_in(_day_text(one))]
            hits = dated if part == "day" else titled or hits
        found |= {part: hits[0]} if hits else {}
    return found


def _hits(page: Page, way: Way) -> list[Element]:
    """The elements that stand as one did, going by as many steps upwards as any; half at least."""
    best = len(way) // 2
    hits: list[Element] = []
    for element in page.root.walk(way[-1][0]):
        steps = 0
        for above, told in zip(page.around(element), reversed(way), strict=False):
            if not (above.tag and is_same(step(above), told)):
                break
            steps += 1
        if steps > best:
            best, hits = steps, []
        if steps == best and steps:
            hits.append(element)
    return hits


# Read.


class Article(NamedTuple):
    title: str
    body: Element
    day: str
    areas: list[str]  # the nearest first
    links: list[str]  # theirs


def article_of(page: Page, parts: dict[str, Element]) -> Article:
    """What stands in the parts of a page; the text without what else is in there."""
    heading = parts.get("title")
    title = tree.text_of(heading).replace("\n", " ") if heading else ""
    if heading and heading.tag == "title":
        title = lines.PARTS.split(title)[0]
    body, told = _own(page, parts, title) if "text" in parts else (Element(), None)
    moments = lines.MOMENT.finditer(lines.fold(_day_text(parts["day"])) if "day" in parts else "")
    day = next((one[0] for one in moments if lines.day_in(one[0])), str(told or ""))
    return Article(title, body, day, *_areas(parts.get("area"), title))


def _day_text(element: Element) -> str:
    return element.attributes.get("datetime") or tree.text_of(element)


def _areas(element, title):
    if element is None:
        return [], []
    links = [element] if element.tag == "a" else element.walk("a")
    pairs = [(tree.text_of(one)[-40:], one.attributes.get("href", "")) for one in links]
    own = [one for one in pairs if not (HOME.fullmatch(one[0]) or one[0] == title)][::-1]
    return [name for name, _ in own], [link for _, link in own if link]


def _own(page, parts, title):
    """A text without its title, lists of others and what closes it; the day that it tells."""
    element, heading = parts["text"], parts.get("title")
    root = Element("", {}, [element] if element.tag in BLOCKS else [*element.children])

    def is_other(one):
        signs, linked, said = page.weight.get(one, Weight())
        is_named = one is not element and AROUND.search(names(one))
        is_list = is_named and (linked * 2 > signs or (not said and signs <= LINE))
        return one is heading or one.tag in DROPPED or bool(is_list)

    root.drop(is_other)
    found = [*_lines(root)]
    texts = [text for text, _ in found]
    kept, day = lines.own(texts, title)
    weight = sum(map(len, texts)) or 1
    left = {*kept}
    for at in kept:
        is_line = len(texts[at]) <= LINE and "。" not in texts[at]
        if is_line and lines.CLOSING.fullmatch(texts[at]):
            rest = range(at, kept.stop)
            is_rest = sum(len(texts[one]) for one in rest) < weight / 5
            left -= {*rest} if is_rest else {at}
        elif is_line and lines.COPYRIGHT.search(texts[at]) and at > kept.stop - 4:
            left.discard(at)
    for at, (_, spots) in enumerate(found):
        for parent, place in spots if at not in left else ():
            parent.children[place] = ""
    root.drop(lambda one: one.tag in INLINE and not one.text.strip() and not one.first("img"))
    return root, day


def _lines(root: Element) -> Iterator[tuple[str, list[tuple[Element, int]]]]:
    """The lines of a text, in order, each with where its pieces stand."""
    waiting, spots = [(root, 0)], []
    while waiting:
        element, place = waiting.pop()
        if place < len(element.children):
            child = element.children[place]
            waiting.append((element, place + 1))
            if isinstance(child, str):
                spots.append((element, place))
                continue
            ends = child.tag not in INLINE
            waiting.append((child, 0))
        else:
            ends = element.tag not in INLINE
        if ends and spots:
            text = " ".join("".join(str(one.children[at]) for one, at in spots).split())
            yield from [(text, spots)] if text else []
            spots = []


def why_not(page: Page, found: Article, mark: Mark) -> str:
    """Why a page is no article by a mark, "" for one that is."""
    signs, linked, said = Page(found.body).weight[found.body]
    if page.root.first("frameset", "frame") and not said:
        return IN_FRAMES
    if page.weight[page.body].signs < LEAST:
        return BY_SCRIPT
    is_little = said < LEAST and signs - linked < 10 * LEAST
    if not found.title or is_little or linked * 2 > signs:
        return NO_PARTS
    is_short = "day" in mark and not found.day and said < 5 * LEAST
    return NO_DAY if is_short else ""
