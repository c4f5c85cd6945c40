"""What stands in the place of what was masked: the same for the same, readable, telling nothing."""

from collections import defaultdict
from collections.abc import Sequence

from consult.redaction import terms
from consult.redaction.kinds import Found, Kind
from firm.base import people

STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_FIXED = {
    Kind.PHONE: "某电话",
    Kind.EMAIL: "某邮箱",
    Kind.ID_NUMBER: "某证件号",
    Kind.PLATE: "某车牌",
    Kind.BANK: "某账号",
    Kind.ACCOUNT: "某账号",
    Kind.ADDRESS: "某地",
    Kind.PLACE: "某地",
    Kind.CASE_NUMBER: "某案号",
    Kind.NUMBER: "某号码",
}
_PEOPLE = (Kind.NAME, Kind.NICKNAME)
_BODIES = (Kind.ORGANISATION, Kind.SCHOOL)


def stem(at: int) -> str:
    """甲, 乙, … and when they are used up 甲2, 乙2."""
    turn, rest = divmod(at, len(STEMS))
    return STEMS[rest] + (str(turn + 1) if turn else "")


def replacements(found: Sequence[tuple[Found, str]]) -> list[str]:
    """One replacement for each thing found, in the order of the text; with it, how it was written.

    People are 某甲, 某乙; a firm is 某公司, and where there are several 甲公司, 乙公司.
    """
    people = _people([text for one, text in found if one.kind in _PEOPLE])
    bodies = _bodies([(one.word, text) for one, text in found if one.kind in _BODIES])
    return [_replacement(one, text, people, bodies) for one, text in found]


def _replacement(one, text, people, bodies):
    if one.kind in _PEOPLE:
        return people[text]
    if one.kind in _BODIES:
        return bodies[text]
    return _FIXED.get(one.kind) or one.word or "某日"


def _people(written):
    """Whoever is called by a part of a name that only one person here has, is that person."""
    names = list(dict.fromkeys(written))
    persons: dict[str, int] = {}
    of: dict[str, str] = {}
    called: defaultdict[str, set[str]] = defaultdict(set)  # who may be meant by a shorter form
    for name in sorted(names, key=lambda name: -len(name)):
        family, given = people.split(name)
        owners = set().union(*(called[form] for form in _forms(name)))
        of[name] = owners.pop() if len(owners) == 1 else name
        if len(name) > 2 or family:
            for form in {given, family, given[-1:]} - {""}:
                called[form].add(of[name])
    for name in names:
        persons.setdefault(of[name], len(persons))
    return {name: f"某{stem(persons[of[name]])}" for name in names}


def _forms(name):
    """What of a whole name a shorter one may be: 建国, 老王, 王总 and 王先生 of 王建国."""
    forms = [name[1:] if name[0] in "老小阿" and len(name) == 2 else name]
    for size in (1, 2):
        if len(name) <= size + 3 and name[size:] in terms.of("titles"):
            forms.append(name[:size])
    return [*forms, name]


def _bodies(written):
    """公司 by 公司: each name its own, shorter forms of a name the same."""
    of: dict[str, tuple[str, str]] = {}
    groups: dict[str, list[str]] = {}
    for word, name in sorted(written, key=lambda pair: -len(pair[1])):
        same = next((other for other in of if name in other), None)
        of[name] = of[same] if same else (word, name)
    for _, name in written:
        word, whole = of[name]
        group = groups.setdefault(word, [])
        if whole not in group:
            group.append(whole)
    return {
        name: f"某{word}" if len(groups[word]) == 1 else f"{stem(groups[word].index(whole))}{word}"
        for name, (word, whole) in of.items()
    }
