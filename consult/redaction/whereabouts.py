"""Where somebody lives, as people say it: 住浦口, 橡树湾6号楼703. Never sure."""

import re
from collections.abc import Iterator
from functools import cache

from consult.redaction import lexicon, terms
from consult.redaction.folding import HAN
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import HARD, Pieces
from consult.redaction.reading import DIGITS

WHY_WHERE = "从前后文看像是地名。"
_PERSONS = frozenset("我你他她们谁的了")
_NO_PLACES = HARD - DIGITS
_RENTS = re.compile(
    rf"(?<=[住在的买])(?P<name>[{HAN}]{{3,6}}?(?:城|居(?!住)|府|园|苑|湾|庭|郡|墅|都)(?:[一二三四五]期)?)(?=买|租|的房|的业|的物业|的楼|[0-9,，]|$)"
)
_OWNED = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{3,5}}[城园苑府湾居郡墅里](?:[一二三四]期)?)(?=的?(?:物业|业主|业委会|房子|开发商|楼盘))"
)
_PHASE = re.compile(rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,6}}[一二三四五]期)(?=[,，。]|的房)")
_ESTATE = re.compile(rf"小区(?:名字?|叫|是)+(?P<name>[{HAN}]{{2,7}})(?=[,，。、]|$)")
_ROOM = re.compile(r"(?<![0-9A-Z.-])[0-9]{1,3}(?:#|号楼|栋)-?[0-9]{3,4}(?![0-9元块])(?:室)?")
_ROOM_DASH = re.compile(rf"(?<=[{HAN}])[0-9]{{1,2}}-[0-9]{{3,4}}(?![0-9-]|年|元|月|条|万)")
_HOUSE = re.compile(
    rf"(?<=[{HAN}])(?:[0-9]{{1,3}}(?:号楼|栋|幢|#)|[A-Z0-9]{{1,2}}座|[一二三四五六七八九东西南北]区[0-9]{{1,3}}(?:号楼|栋|幢)"
    rf"|[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{3,4}}|[0-9]{{1,2}}-[0-9]{{3,4}}(?![0-9-年元月条万]))"
)
_STREET = f"[{HAN}]{{2,4}}?(?:大道|[东南西北中]路|路|街|巷)"
_CORNER = re.compile(
    rf"(?<=[路街巷道])(?P<name>[和与跟]{_STREET}(?:的?交叉?口|路口|交汇处?|交界处?)?)"
)
_VILLAGE = re.compile(
    rf"(?P<name>[{HAN}]{{2}}[镇乡](?:[{HAN}]{{1,3}}[村庄圩湾屯寨岗]村?))(?![{HAN}]?[委里民])"
)
_COUNTY = re.compile(
    rf"(?P<name>[{HAN}]{{2}}[县区])(?=[{HAN}]{{2,3}}[镇乡]|[{HAN}]{{2,5}}(?:路|街|巷|大道|[0-9]))"
)
_FROM = re.compile(
    rf"(?:(?<=我是)|(?<=俺是)|(?<=咱是)|(?<=老家)|(?<=老家在)|(?<=家住)|(?<=家在)|(?<=住在)|(?<=嫁到)|(?<=户口在)|(?<=我住)|(?<=他住)|(?<=她住)|(?<=[，,]住))"
    rf"(?P<name>[{HAN}]{{2,3}}?)(?=[,，。、的哩]|人|那边|这边|乡下|农村|$)"
)
_AWAY = re.compile(
    rf"(?<=在)(?P<name>[{HAN}]{{2,3}}?)(?=打工|卖|开[店厂民]|做生意|买了?房|租了?房|干工地)"
)
_SPOT = re.compile(
    rf"(?:(?<=在)|(?<![{HAN}]))(?P<name>[{HAN}]{{2}}[楼山口桥塘岗庙坝坡岭湖])(?:那|附近|脚下|旁边)?(?=被|摔|买|撞|碰|遇|打|出|脚|地铁|附近|那)"
)
_PLACED = re.compile("[市县区镇乡村省国]$")
_PLACES = (_FROM, _AWAY, _SPOT, _RENTS, _OWNED, _PHASE, _COUNTY, _CORNER, _VILLAGE)


def find(pieces: Pieces) -> Iterator[Found]:
    """Estates, corners, villages, counties and what somebody is from. Never sure."""
    text = pieces.text
    yield from _houses(pieces)
    for pattern, weight in ((_ROOM, 64), (_ROOM_DASH, 62), (_ESTATE, 60)):
        for match in pattern.finditer(text):
            start, end = match.span("name" if "name" in pattern.groupindex else 0)
            yield Found(start, end, Kind.ADDRESS, False, WHY_WHERE, weight)
    for pattern in _PLACES:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if _could_be_place(pieces, start, end, pattern):
                weight = 61 if pattern in (_CORNER, _VILLAGE) else 57
                yield Found(start, end, Kind.PLACE, False, WHY_WHERE, weight)


@cache
def _stops():
    """Words that no name of an estate begins with or goes on behind."""
    return terms.of("verbs", "roles", "kin") | lexicon.words().joining | HARD | set("住买租")


def _houses(pieces):
    """橡树湾 in 橡树湾6号楼703: the words before the number of a house, up to one that joins."""
    text, stop = pieces.text, _stops()
    for match in _HOUSE.finditer(text):
        start = match.start()
        for piece in pieces.before(match.start()):
            word = text[piece.start : piece.end]
            if (
                piece.kind
                and piece.sure
                or word in stop
                or match.start() - piece.start > 7
                or word[-1] in "县区市镇"
            ):
                break
            start = piece.start
        if match.start() - start > 1:
            yield Found(start, match.end(), Kind.ADDRESS, False, WHY_WHERE, 62)


def _could_be_place(pieces, start, end, pattern):
    """Whether nothing in it is a verb, a person, a sort of place or a city, which may stay."""
    text, known = pieces.text, lexicon.words()
    name = text[start:end]
    none = terms.of(
        "cities", "generic", "verbs", "roles", "kin", "no_workplace", "not_places", "titles"
    )
    if pattern in (_PHASE, _CORNER, _SPOT):
        name = name[1:] if pattern is _CORNER else name
        return not _NO_PLACES & set(name)
    if name in none or name in known.joining or name in known.verbs or set(name) & _PERSONS:
        return False
    inside = pieces.within(start, end)
    words = [text[one.start : one.end] for one in inside]
    if not inside or pattern is not _VILLAGE and any(one.kind and one.sure for one in inside):
        return False
    if pattern in (_FROM, _AWAY):
        if any(word in known.verbs or word in terms.of("verbs") for word in words):
            return False
        usual = known.costs.get(name, lexicon.UNKNOWN)
        return (
            (usual > 118 or name in known.places and usual > 100)
            and not set(name) & HARD
            and not _PLACED.search(name)
        )
    return not any(
        word in none
        and len(word) > 1
        and word not in terms.of("cities")
        or word in HARD
        and word not in "和与跟"
        for word in words
    )
