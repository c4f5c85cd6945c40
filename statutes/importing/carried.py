"""The text of a version that has none of its own: that of the version before it, as amended.

Where the table knows which articles an amendment changed, all others read as before. One that it
changed gets its new words where the amendment is here and gives them in one piece; else it has
none, and `TextSource.missing` names it.
"""

import re
from itertools import takewhile

from django.db import transaction
from django.db.models import Q

from richtext.base.chinese import to_int
from statutes.importing.batch import Import
from statutes.importing.body import NUMERAL
from statutes.importing.document import Document, Provision
from statutes.importing.versions import MatchedVersion, Version
from statutes.law import structure
from statutes.law.table import Table, changed_places, tidy_places
from statutes.models import IndexedText, Statute, StatuteArticle, TextSource
from statutes.search import indexing
from statutes.services import recheck
from statutes.services.table import held

Place = tuple[int, int]  # number and sub-number of an article

# Points of an amendment; of what they may do, what gives an article or a 款 in full is done:
# 将刑法第三百九十三条修改为：“……”; 在……后增加一条，作为第一百三十三条之二：“……”; 删去……
POINT = re.compile(rf"^{NUMERAL}、", re.M)
ARTICLE = rf"第({NUMERAL})条(?:之({NUMERAL}))?"
GIVEN = re.compile(
    rf"删去[^第：:“]{{0,12}}{ARTICLE}。|[将在]?[^第：:“]{{0,12}}{ARTICLE}(?:第(?P<clause>{NUMERAL})款修改为|修改为"
    rf"|后增加一条，作为{ARTICLE}|中增加一款作为第{NUMERAL}款，将该条修改为)"
    r"[：:]“(?P<words>(?:[^“”]|“[^“”]*”)+)”"
)
GONE = "（删去）"  # what the official text has in its place: the others keep their numbers
OPENED_AGAIN = re.compile(r"\n“")  # each further paragraph of what is quoted
CARRIED = Q(text_source__carried_from__isnull=False)


def fill() -> None:
    """Carry on what can be, the oldest first; doing it again changes nothing.

    What was carried and no longer can be, because the table was corrected, is taken back.
    """
    is_open = Q(imported_at__isnull=True) | CARRIED
    rows = Statute.objects.filter(is_open, CARRIED | ~Q(changed="")).order_by("effective_from")
    for row in rows.select_related("text_source"):
        table = Table.latest()
        if row.changed and (before := _before(row, table)):
            place = MatchedVersion(_version(row, before, table.amendment(row)), row)
            Import().of_rows([place])
        elif row.has_text:
            _take_back(row)


def _before(row, table):
    """The version before, where its text is here and somebody checked which version it is."""
    older = [*takewhile(lambda one: one != row, table.versions(row.short_name))]
    is_known = older and not older[-1].is_as_imported and table.wording(older[-1]).stored
    return older[-1] if is_known else None


def _version(row, before, amendment):
    stored = {(one.number, one.sub): one for one in before.articles.order_by("number", "sub")}
    old = {place: one.text for place, one in stored.items()}
    source = TextSource.objects.filter(statute=before.pk).first() or TextSource()
    new, unclear = amended(old, amendment.preamble if amendment else "")
    changed = changed_places(row.changed) | changed_places(source.missing) | unclear
    missing = changed - new.keys()
    texts = {place: text for place, text in old.items() if place not in missing} | new
    provisions, part = [], ""
    for place in sorted(texts):  # a new one stands where the one before it does
        part = stored[place].part if place in stored else part
        provisions.append(Provision(*place, part, texts[place], line=0))
    told = TextSource(name=source.name, carried_from=before)
    told.missing = tidy_places("、".join(f"{one}-{sub}" for one, sub in missing))
    return Version([Document(path=row.slug, name=row.name, provisions=provisions)], source=told)


def amended(old: dict[Place, str], amendment: str) -> tuple[dict[Place, str], set[Place]]:
    """The words that an amendment gives to articles; and those of which it is not clear enough."""
    found: dict[Place, str] = {}
    unclear: set[Place] = set()
    for point in POINT.split(amendment)[1:]:
        one = GIVEN.fullmatch(OPENED_AGAIN.sub("\n", point.strip()))
        head = point.partition("“")[0]
        named = [_place(*part.groups()) for part in re.finditer(ARTICLE, head)]
        words = _in_full(one, old.get(named[0], "")) if one else None
        if words is None or named[-1] in found:
            unclear.update(named)
        else:
            found[named[-1]] = words  # 在第一条后增加一条，作为第一条之一
    return {place: words for place, words in found.items() if place not in unclear}, unclear


def _place(number, sub) -> Place:
    return to_int(number) or 0, to_int(sub or "") or 0


def _in_full(one, old):
    """The article after a point; None where it speaks of a 款 that the old words have not."""
    clause, words = to_int(one["clause"] or ""), one["words"] or GONE
    if not clause:
        return words
    lines = ["\n".join([part.text, *part.items]) for part in structure.clauses(old)]
    if clause > len(lines) or len(structure.clauses(words)) > 1:
        return None
    return "\n".join([*lines[: clause - 1], words, *lines[clause:]])


@transaction.atomic
def _take_back(row):
    if not held(Statute.objects.filter(CARRIED, pk=row.pk)):  # it has a text of its own by now
        return
    indexing.LAW.drop_group(row.pk)
    for model in (StatuteArticle, TextSource, IndexedText):
        model.objects.filter(statute=row.pk).delete()
    Statute.objects.filter(pk=row.pk).update(imported_at=None, digest="")
    recheck.request_recheck({row.short_name})
