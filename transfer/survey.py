"""What an upload holds, found while it is checked: the old names of areas and authors, each with
what it becomes here, and of each article what somebody has to see to."""

import re
from collections import Counter
from functools import cached_property

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Citation, State
from articles.models.text import length
from articles.quality.checks import REGISTRY, Draft, run_checks
from firm.base import people
from firm.models import Lawyer, PracticeArea
from statutes.base import Level, Reason
from statutes.law.table import Table
from statutes.services.citation_sync import Reading
from transfer.importing.article_builder import Allowed, ArticleBuilder, BuiltArticle
from transfer.importing.lookup import STATES, NameLookup
from transfer.importing.record import Record, UnreadableRecordError
from transfer.models import ArticleImport, ArticleImportLine

LEFT_OUT, LATER = "none", "later"  # what may be chosen beside a row
MOST_NAMES = 200  # old names that are chosen one by one; the others together
LONGEST_NAME = 60
MOST_KINDS, MOST_PATTERNS = 500, 8  # kinds of old addresses: that are told apart, and shown
# How a name was matched.
SAME, BY_WORDS, UNKNOWN = "相同", "“{}”相同", "没有认出"
NOT_SAID, NO_ANSWERS = "文件里没有写", "不是法律问答"
BY_SOUND, BY_SURNAME, NO_PERSON = "登录名和拼音相同", "姓相同，只有一位", "不是人名"
NO_LAWYER, OWN_ONLY, ONLY_ONE = "本所没有这位律师", "您只能导入自己的文章", "本所只有一位律师"
AS_BEFORE = "上次导入时这样选"
OF_AREA = "所选领域的页面"
CHOSEN_OUT = "您选的是不导入。"
NO_AUTHOR = "旧作者“{}”没有对应的律师，请选定作者"
# Words that say nothing of a field of law.
COMMON = re.compile(
    "纠纷|案件|案例|法律|法规|法务|律师|诉讼|服务|知识|专题|事务|业务|咨询|问题|解读|辩护|维权|常识|指南|法"
)
PARTS = re.compile("[与和及、/·]")
NEWS = re.compile("动态|新闻|资讯|公告|通知|招聘|简介|荣誉|团队|活动|党建|关于我|联系我|下载")
ROLES = re.compile(
    "admin.*|root|webmaster|editor|test|管理员|.*编辑.*|小编|本站.*|网站.*|佚名|未知|原创|匿名|.*事务所|.*律所",
    re.I,
)
# What stands in an article.
OUTDATED = {Reason.REPEALED, Reason.BEYOND, Reason.MISSING, Reason.REVISED, Reason.OLD_VERSION}
Problem = ArticleImportLine.Problem
ORDER = list(Problem)
TO_DRAFT = {Problem.AD, Problem.AUTHOR}
SHORTEST = 100  # characters of a text that answers something
MOST_SAID = 3  # of the same problem, in words
DIGITS = re.compile("[0-9]+")
FOLDER = re.compile(r"(?<=.)/[^/.]*[^\W\d_][^/.]*")


class OldNames(NameLookup):
    """The names of an upload for rows of a model: counted, and matched where nothing is chosen.

    Without `chosen` it is only looked at: each name has a row, if need be any. What was chosen for
    a name of an `earlier` upload is chosen again.
    """

    def __init__(self, model, chosen: dict[str, str] | None, earlier: dict[str, str]):
        super().__init__(model)
        self.chosen, self.by_pk = chosen, {str(row.pk): row for row in self.rows}
        known = {LEFT_OUT, LATER, *self.by_pk}
        self.earlier = {name: value for name, value in earlier.items() if value in known and name}
        self.met: dict[str, dict] = {}
        self.default = self.rows[0] if self.rows else None

    def row_for(self, names, made):
        key = next(filter(self.find, names), names[0] if names else "")[:LONGEST_NAME]
        if self.chosen is None:
            value = self._meet(key, names, made.article.title)
        else:
            value = self.chosen.get(key, self.chosen.get("", ""))
        if value == LATER:
            made.problems.append((Problem.AUTHOR, NO_AUTHOR.format(key)))
        if row := self.by_pk.get(value):
            return row
        if self.default and (self.chosen is None or value == LATER):
            return self.default
        words = f"“{key}”{CHOSEN_OUT}" if value == LEFT_OUT else self.there_are(key)
        raise UnreadableRecordError(words)

    def _meet(self, key, names, title):
        if key not in self.met and len(self.met) >= MOST_NAMES:
            key, names = "", []
        if key not in self.met:
            chosen = self.earlier.get(key)
            value, how = (chosen, AS_BEFORE) if chosen else self.matched(key, names)
            self.met[key] = {"name": key, "value": value, "how": how, "example": title, "number": 0}
        self.met[key]["number"] += 1
        return self.met[key]["value"]

    def matched(self, key: str, names: list[str]) -> tuple[str, str]:
        """What a name becomes by itself, "" where somebody has to choose, and why."""
        raise NotImplementedError

    @property
    def told(self) -> list[dict]:
        """The names: first those that somebody has to choose, then by number."""
        return sorted(self.met.values(), key=lambda one: (one["value"] != "", -one["number"]))


class OldCategories(OldNames):
    def matched(self, key, names):
        if row := self.find(key):
            return str(row.pk), SAME
        for text in (key, " ".join(names)):  # then with those above it
            scores = [(*self._score(row, text), row.pk) for row in self.rows]
            best = max((score for score, *_ in scores), default=0)
            found = [(words, pk) for score, words, pk in scores if score == best > 0]
            if len(found) == 1:
                return str(found[0][1]), BY_WORDS.format("、".join(found[0][0][:2]))
        if NEWS.search(key):
            return LEFT_OUT, NO_ANSWERS
        return "", UNKNOWN if key else NOT_SAID

    def _score(self, row, text):
        """How much of an area's name and aliases a category says, and in which words."""
        parts, core = PARTS.split(row.name), COMMON.sub("", text)
        known = {*parts, *(COMMON.sub("", one) for one in parts), *row.alias_list}
        words = [one for one in known if len(one) > 1 and one in text]
        words = [one for one in words if not any(one != two and one in two for two in words)]
        if not words and len(core) > 1 and any(core in one for one in parts):
            words = [core]
        return sum(map(len, words)) + (core in known), sorted(words, key=text.find)


class OldAuthors(OldNames):
    def __init__(self, chosen, allowed: Allowed, earlier):
        self.own = allowed.own
        self.own_only = bool(allowed.own) and not allowed.change
        super().__init__(Lawyer, chosen, {} if self.own_only else earlier)
        self.default = self.own or self.default

    def matched(self, key, names):
        if self.own and (self.own_only or not key):
            return str(self.own.pk), OWN_ONLY if self.own_only else NOT_SAID
        if row := self.find(key):
            return str(row.pk), SAME
        if not key:
            return (str(self.rows[0].pk), ONLY_ONE) if len(self.rows) == 1 else ("", NOT_SAID)
        if ROLES.fullmatch(key):
            return LATER, NO_PERSON
        letters, surname = re.sub("[^a-z]", "", key.lower()), key.removesuffix("律师")
        heard = [pk for pk, forms in self._sounds.items() if letters in forms] if letters else []
        named = [row.pk for row in self.rows if people.split(row.name)[0] == surname != key]
        for found, how in ((heard, BY_SOUND), (named, BY_SURNAME)):
            if len(found) == 1:
                return str(found[0]), how
        return "", NO_LAWYER

    @cached_property
    def _sounds(self):
        """Of each lawyer the names under which somebody logs in: luowenxi, luowx, wenxiluo, lwx."""
        from pypinyin import lazy_pinyin  # half a second, 20 MB: only where a name is unknown

        found = {}
        for row in self.rows:
            surname, given = (lazy_pinyin(part) for part in people.split(row.name))
            last, first, short = "".join(surname), "".join(given), "".join(one[:1] for one in given)
            forms = {last + first, last + short, first + last, short + last, last[:1] + short}
            found[row.pk] = forms | {row.user.username.lower() if row.user else ""}
        return found


class OfficeBuilder(ArticleBuilder):
    """Builds the articles of an upload as its choices say, and tells what it found of all."""

    def __init__(self, scratch: str, upload: ArticleImport, user: User):
        allowed = Allowed.of(user)
        looking = upload.state == ArticleImport.State.CHECKING
        areas, authors = (None if looking else upload.picked(one) for one in ("areas", "authors"))
        self.categories = OldCategories(PracticeArea, areas, upload.chosen_before("areas"))
        self.authors = OldAuthors(authors, allowed, upload.chosen_before("authors"))
        super().__init__(
            scratch,
            areas=self.categories,
            lawyers=self.authors,
            publish=upload.publish and allowed.publish,
            allowed=allowed,
        )
        self.table, self.today = Table.latest(), timezone.localdate()
        self.ads = [one for code, one in REGISTRY.items() if code.startswith("promotion-")]
        self.sites: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()
        self.pictures: set[str] = set()
        self.lost: set[int] = set()
        self.patterns: dict[str, list] = {}

    def make(self, record: Record, *, with_change: bool = True) -> BuiltArticle:
        made = super().make(record, with_change=with_change)
        if with_change:
            told = STATES.get(str(record.fields.get("state", "")).lower())
            self.numbers["published"] += State.PUBLISHED in (told, made.article.state)
            self._judge(made)
            self._count(made)
        return made

    def _judge(self, made):
        """What somebody has to see to; of an old site what cites dead law is no more than a draft.

        Where the law was only amended the article says so to its readers, and stays public.
        """
        article, problems = made.article, made.problems
        if article.is_stub:
            return
        cited = Reading(Citation, article, self.table, self.today).records
        outdated = [one for one in cited if one.level and one.reason in OUTDATED]
        said = [*dict.fromkeys(one.words for one in outdated)]
        more = [f"另有{len(said) - MOST_SAID}处法条"] if len(said) > MOST_SAID else []
        problems += [(Problem.LAW, words) for words in [*said[:MOST_SAID], *more]]
        if lost := made.record.lost:
            names = "、".join(one.rpartition("/")[2][:40] for one in lost[:MOST_SAID])
            problems.append((Problem.PICTURE, f"缺图片{len(lost)}张：{names}"))
        draft = Draft(article.title, article.summary, article.text, today=self.today)
        found = run_checks(draft, self.ads)
        ads = "、".join(dict.fromkeys(f"“{one.quote}”" for one in found[:MOST_SAID]))
        if ads:
            problems.append((Problem.AD, f"广告用语：{ads}"))
        if (number := length(article.text)) < SHORTEST:
            problems.append((Problem.SHORT, f"正文只有{number}个字"))
        codes = {code for code, _ in problems}
        is_dead = any(one.level == Level.RED for one in outdated)
        if Problem.AUTHOR in codes or (made.record.site and (is_dead or codes & TO_DRAFT)):
            self.numbers["to_draft"] += article.state == State.PUBLISHED
            article.state, made.held_back = State.DRAFT, True
            made.given.add("state")
        problems.sort(key=lambda one: ORDER.index(one[0]))
        self.numbers.update(codes)
        self.numbers.update({"cited": len(cited), "outdated": len(outdated)})

    def _count(self, made):
        self.numbers["articles"] += 1
        self.numbers["stateless"] += "state" not in made.record.fields
        self.sites[made.record.site] += 1
        self.pictures.update(made.record.pictures)
        self.lost.update(map(hash, made.record.lost))
        told = [(one, made.article.title) for one in made.old_urls]
        for url, leads_to in told + [(one, OF_AREA) for one in made.category_urls]:
            kind = _pattern(url)
            kind = kind if kind in self.patterns or len(self.patterns) < MOST_KINDS else ""
            self.patterns.setdefault(kind, [url, leads_to, set()])[2].add(hash(url))

    def survey(self) -> dict:
        """All of it, as JSON."""
        patterns = sorted(self.patterns.values(), key=lambda one: -len(one[2]))
        addresses = [[url[:200], leads_to, len(urls)] for url, leads_to, urls in patterns]
        return {
            **self.numbers,
            "site": self.sites.most_common(1)[0][0] if self.sites else "",
            "areas": self.categories.told,
            "authors": self.authors.told,
            "own_only": self.authors.own_only,
            "pictures": len(self.pictures),
            "missing": len(self.lost),
            "addresses": addresses[:MOST_PATTERNS],
            "all_addresses": sum(number for *_, number in addresses),
        }


def _pattern(url):
    """What addresses of one kind have in common: /a/*/#.html of /a/law/12.html."""
    path, _, query = DIGITS.sub("#", url).partition("?")
    inner = path.strip("/")
    path = FOLDER.sub("/*", path) if "/" in inner else "/*" if inner else "/"
    return f"{path}?{query}"
