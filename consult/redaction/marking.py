"""Finds in a public text what its client wrote, and what tells by itself."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from django.db import models

from consult.conflicts.blind_indexes import COMPOUND_SURNAMES, SURNAMES
from consult.conflicts.far_names import BRANDS
from consult.redaction.folding import Folded
from consult.redaction.words import is_plain, plain_words
from richtext.base.words import EVERYDAY, frequency, tagged

BETWEEN = "\n\n。\n\n"  # so that nothing is read across the end of a text
RUN = 7  # characters that both texts have in a row are copied, of whatever words they are
BRIDGED = 2  # characters between two marks that both texts have as well
LONGEST = 20  # characters of a mark that are looked up with what stands beside them
TOO_USUAL = 30_000  # a character that is met everywhere is a name only with a better sign
GRAMMAR = frozenset("cpudrxy")  # parts of speech that no name is made of
PROPER = {"nr", "ns", "nt", "nz"}


class Why(models.TextChoices):
    """What a mark is for."""

    NAME = "name", "人名或者称呼"
    PROPER = "proper", "地名、单位或者专名"
    BRAND = "brand", "企业或者品牌"
    CODE = "code", "号码、账号或者字母"
    NUMBER = "number", "日期、金额或者数目"
    SHARED = "shared", "和原话相同"
    PICKED = "picked", "要求遮去"


class Span(NamedTuple):
    start: int
    end: int
    why: Why


# What is marked wherever it stands: plates, case numbers, addresses of the net, Latin, figures.
_CODES = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-Z0-9]{4,6}"
    r"|[(\[]?[0-9]{4}[)\]][\u3400-\u9fff][^,。;\s]{0,12}?[0-9]+号(?:之[一二三四五])?"
    r"|@?[A-Z0-9]+(?:[A-Z0-9@._:/+#*\-~·()]*[A-Z0-9*)])?"
)
_SMALL = "零〇一二三四五六七八九十两几半壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_LARGE = "百千万亿"
_DIGIT = f"0-9{_SMALL}{_LARGE}"
_UNIT = (
    "(?:年|个?月|[日天号岁元块角分秒]|个?小时|分钟|个?星期|周|礼拜|公斤|千克|公里|平米|平方米?|"
    "[斤亩吨里米瓶箱件台辆套栋幢楼层室户期届班课针刀倍成折口人名次只头条匹棵张份包袋盒颗笔场趟间根块厘克]|个人|课时|单元|人民币|美元|"
    "港元|欧元|[%‰])"
)
# A law is never about somebody: its name, its articles; nor are the numbers of public services, but
# for 120万元 and 110平米.
_LAW = re.compile(
    r"第[0-9一二三四五六七八九十百千零〇]{1,9}[条款项编章节](?:之[一二三四五六七八九十]{1,2})?"
    r"|(?<![0-9A-Z.])(?:12348|12345|12333|12315|12368|110|120|119|122)"
    rf"(?!{_UNIT}|[.,]?[0-9]|[{_LARGE}多余来室单弄])"
)
_TITLE = re.compile(
    r"《((?:中华人民共和国)?([^《》\n]{2,60}?)"
    r"(?:[(](?:[0-9]{4}年?)?[修正订改公布试暂行]{0,4}[)])?)》"
)
# Here and below: a run that gives nothing back (`*+`), or has an end, takes no time that grows with
# the square or cube of a long one.
_BEFORE = "(?:[前去今昨明后]年|上个?月|下个?月|[腊正]月|农历|公历|初|约|近|第){0,8}+"
_FESTIVAL = (
    "除夕|春节|元旦|元宵|清明|端午|七夕|中元|中秋|重阳|冬至|立[春夏秋冬]|夏至|国庆|五一|十一|双十一|"
    "双十二|六一八|光棍节|圣诞|情人节|妇女节|母亲节|儿童节"
)
_NUMBERS = re.compile(
    rf"{_BEFORE}(?:[{_SMALL}{_LARGE}]{{0,40}}+[0-9](?:[{_DIGIT}]|[.,](?=[0-9]))*+[多余来]?{_UNIT}?[多余整半]?)+"
    rf"|(?:[前去今昨明后]年|农历)?(?:{_FESTIVAL})节?"
    rf"|(?:[初高大]?[一二三四五六]|[一二三四五六]年级)[(]?[{_DIGIT}]{{1,2}}[)]?班"
    rf"|[0-9{_SMALL}]{{0,40}}+[{_LARGE}][{_DIGIT}]{{0,40}}+[多余]?(?:元|块|美元|港元)"
)
# These only where the client wrote the same: 十五日 and 三年 are what the law says all the time.
_SPELLED = re.compile(
    rf"{_BEFORE}(?:[{_DIGIT}]++[多余来]?{_UNIT}[多余整半]?)+"
    rf"|[0-9{_SMALL}]*+[{_LARGE}][{_DIGIT}]*+[多余]?|[腊正]月[{_DIGIT}初廿]*|[{_DIGIT}]{{2,}}"
)
_SURNAME = f"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{''.join(sorted(SURNAMES))}])"
_CALLED = re.compile(f"(?<![百同异改])姓({_SURNAME})")
_TITLED = re.compile(
    f"({_SURNAME})(?:某某?|总|姐|哥|叔|姨|婶|嫂|爷|伯|工|董|局|处|科|队|师傅|先生|女士|小姐|老师|医生|大夫|"
    "经理|主任|律师|法官|警官|阿姨|叔叔|大爷|大妈|大哥|大姐|同学|老板|老师傅|教授|主管|校长|院长|所长|护士|会计|书记|家)"
)
_FAMILIAR = re.compile(f"[老小阿大]({_SURNAME})|阿[\u3400-\u9fff]")
_FIELD = re.compile(f"({_SURNAME})(.{{1,3}})$")
# What a word for a person ends with: 公证员应说少一页 speaks of somebody called 应.
_PERSON = re.compile(
    "[公婆孙侄员师长工生总板亲友子夫妻东任理察官客主人姐哥弟妹叔婶舅姑姨爷奶嫂娘爸妈现前]$"
)
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")  # the rarest are met in names
_UNBROKEN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffffA-Z0-9 .·()-]+")
_BODY = frozenset("所局队院厂店站社班校园部馆行村镇路街巷桥里")  # what places and bodies end with


def find(
    texts: Sequence[str],
    said: Iterable[str],
    *,
    names: Iterable[str] = (),
    law: Collection[str] = (),
    keep: Iterable[str] = (),
    picked: Iterable[str] = (),
) -> list[list[Span]]:
    """What of each public text is to be rewritten or kept by a person, in order, apart.

    `said` is all that the client wrote, `names` the fields that hold nothing but a name, `law` its
    words and titles; `keep` is what the site shows anyway, `picked` what is to be hidden too.
    """
    folded, fields = Folded(BETWEEN.join(texts)), _folded(names)
    source = BETWEEN.join([*_folded(said), *fields])
    finder = _Finder(folded.text, source, law)
    # A client may bear the name of a lawyer.
    finder.bar(one for one in _folded(keep) if not any(one in field for field in fields))
    finder.put_words(_folded(picked), Why.PICKED)
    finder.people(fields)
    finder.patterns()
    finder.shared()
    finder.join()
    finder.grow()
    ends, end = [], 0
    for text in texts:
        end += len(text) + len(BETWEEN)
        ends.append(end)
    found: list[list[Span]] = [[] for _ in texts]
    at = start = 0
    for span in finder.spans():
        first, last = folded.original(span.start, span.end)
        while first >= ends[at]:
            start, at = ends[at], at + 1
        found[at].append(Span(first - start, last - start, span.why))
    return found


def _folded(words: Iterable[str]) -> list[str]:
    return [word for word in (Folded(one).text.strip() for one in words) if word]


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    tag: str

    @property
    def is_grammar(self) -> bool:
        return self.tag[0] in GRAMMAR


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    for word, tag in tagged(text):
        found.append(_Token(at, at + len(word), word, tag))
        at += len(word)
    return found


class _Finder:
    """The marks of one comparison, character by character; what was marked first stays so."""

    def __init__(self, text: str, source: str, law: Collection[str]):
        self.text, self.source, self.law = text, source, law
        self.marks: list[Why | None] = [None] * len(text)
        self.barred = bytearray(len(text))
        self.tokens, self.said = _tokens(text), _tokens(source)
        for match in _LAW.finditer(text):
            self._bar(*match.span())
        for match in _TITLE.finditer(text):
            if match[1] in law or match[2] in law:
                self._bar(*match.span())

    def bar(self, words: Iterable[str]) -> None:
        for word in words:
            for start in self._places(word) if len(word) > 1 else ():
                self._bar(start, start + len(word))

    def _bar(self, start: int, end: int) -> None:
        self.barred[start:end] = b"\1" * (end - start)

    def _places(self, word: str) -> Iterator[int]:
        at = self.text.find(word)
        while at >= 0:
            yield at
            at = self.text.find(word, at + 1)

    def put(self, start: int, end: int, why: Why) -> None:
        for at in range(start, end):
            if self.marks[at] is None and (not self.barred[at] or why == Why.PICKED):
                self.marks[at] = why

    def put_words(self, words: Iterable[str], why: Why) -> None:
        for word in words:
            for start in self._places(word):
                self.put(start, start + len(word), why)

    def plain(self, word: str) -> bool:
        return is_plain(word, self.law)

    def people(self, fields: Sequence[str]) -> None:
        """Names by what stands beside them, here or there; a surname that the client told is
        marked wherever it stands by itself."""
        surnames: set[str] = set()
        whole = {field for field in fields if len(field) > 1}
        for field in fields:
            if match := _FIELD.match(field):
                surnames.add(match[1])
                whole |= {match[2]} if len(match[2]) > 1 and not self.plain(match[2]) else set()
        for start, end, surname in self._cues(self.source, self.said):
            surnames.add(surname)
            whole |= {self.source[start:end]} if end - start > 1 else set()
        for before, token in pairwise(self.said):
            word, first = token.word, token.word[0]
            if token.tag.startswith("nr") and len(word) > 1 and first in SURNAMES:
                surnames.add(first)
                whole |= {word[1:]} if len(word) > 2 else set()
            elif first in SURNAMES and frequency(first) < TOO_USUAL:
                alone = not token.is_grammar if len(word) == 1 else not frequency(word)
                if alone and len(before.word) > 1 and _PERSON.search(before.word):
                    surnames.add(first)
        for start, end, _ in self._cues(self.text, self.tokens):
            self.put(start, end, Why.NAME)
        self.put_words(whole, Why.NAME)
        for token in self.tokens:
            if len(token.word) == 1 or frequency(token.word) < 100 and not self.plain(token.word):
                for at in range(token.start, token.end):
                    if self.text[at] in surnames:
                        self.put(at, at + 1, Why.NAME)

    def _cues(self, text: str, tokens: Sequence[_Token]) -> Iterator[tuple[int, int, str]]:
        """姓卞, 卞总, 老卞: where, and the surname."""
        begins = {token.start: token for token in tokens}
        for match in _CALLED.finditer(text):
            yield *match.span(1), match[1]
        for pattern, usual in ((_TITLED, EVERYDAY), (_FAMILIAR, EVERYDAY // 10)):
            for match in pattern.finditer(text):
                token = begins.get(match.start())
                if token is None or token.is_grammar or frequency(match[0]) >= usual:
                    continue
                if len(token.word) == 1 or not self.plain(token.word):
                    yield *match.span(), match[1] or match[0]

    def patterns(self) -> None:
        """Brands, codes, numbers, and what the segmenter takes for a proper noun."""
        known = (brand.upper() for brand in BRANDS)
        self.put_words((one for one in known if self._tells(one)), Why.BRAND)
        for match in _CODES.finditer(self.text):
            if len(match[0]) > 1 or match[0] in self.source:
                self.put(*match.span(), Why.NUMBER if match[0].isdigit() else Why.CODE)
        for match in _NUMBERS.finditer(self.text):
            self.put(*match.span(), Why.NUMBER)
        for match in _SPELLED.finditer(self.text):
            if match[0] in self.source:
                self.put(*match.span(), Why.NUMBER)
        for token in self.tokens:
            if token.tag[:2] in PROPER and len(token.word) > 1 and self._tells(token.word):
                self.put(token.start, token.end, Why.PROPER)

    def _tells(self, word: str) -> bool:
        """A proper noun that is no everyday word, or that the client wrote."""
        return word not in plain_words() and (word in self.source or not self.plain(word))

    def shared(self) -> None:
        """What both say: words that are not plain, two nouns in a row that no law puts together,
        and long runs of whatever words."""
        telling = {one.word for one in self.said if not self.plain(one.word)}
        ours = {one.word for one in self.tokens if not self.plain(one.word)}
        telling |= {word for word in ours if word in self.source}
        self.put_words((one for one in telling if _UNBROKEN.search(one)), Why.SHARED)
        for one, other in pairwise(self.tokens):
            both, nouns = one.word + other.word, one.tag[0] in "nsbjltz" and other.tag[0] in "nsjl"
            body = one.tag[0] in "nsbjltzv" and other.word in _BODY
            if (nouns or body) and both in self.source and both not in self.law:
                self.put(one.start, other.end, Why.SHARED)
        runs = {self.source[at : at + RUN] for at in range(len(self.source) - RUN + 1)}
        for at in range(len(self.text) - RUN + 1):
            if self.text[at : at + RUN] in runs and _UNBROKEN.fullmatch(self.text, at, at + RUN):
                self.put(at, at + RUN, Why.SHARED)

    def join(self) -> None:
        """Two marks with little between them that stand so in the source are one."""
        for one, other in pairwise(list(self.spans())):
            between = self.text[one.end - 1 : other.start + 1]
            near = other.start - one.end <= BRIDGED and _UNBROKEN.fullmatch(between)
            if near and between in self.source:
                self.put(one.end, other.start, one.why)

    def grow(self) -> None:
        """What clings to a mark in both texts: 花园 to 柳港, 教授 to 漆."""
        for step, tokens in ((1, self.tokens), (-1, self.tokens[::-1])):
            held = ""  # the end of a mark, as far as both texts have it
            for token in tokens:
                for at in range(token.start, token.end)[::step]:
                    char = self.text[at]
                    held = f"{held}{char}"[-LONGEST:] if step == 1 else f"{char}{held}"[:LONGEST]
                    if self.marks[at] is not None:
                        continue
                    while len(held) > 1 and held not in self.source:
                        held = held[1:] if step == 1 else held[:-1]
                    clings = char in _BODY or not token.is_grammar and _HAN.match(token.word)
                    if len(held) > 1 and clings:
                        self.put(at, at + 1, Why.SHARED)
                    else:
                        held = ""

    def spans(self) -> Iterator[Span]:
        """What was marked in a row is one; what a person picked stays a mark of its own."""
        start = 0
        for picked, row in groupby(self.marks, lambda why: why and why == Why.PICKED):
            whys = list(row)
            if picked is not None:
                yield Span(start, start + len(whys), whys[0] or Why.SHARED)
            start += len(whys)
