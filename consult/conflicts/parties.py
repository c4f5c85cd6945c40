"""Known parties: registered, read from CSV, and indexed again when rules or keys changed."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from consult.base.enums import ENDED, Likeness, PartyRole, State
from consult.conflicts import blind_indexes, check
from consult.conflicts.blind_indexes import is_generic
from consult.crypto import keys
from consult.crypto.fields import opens, seal_now
from consult.models import ConflictHit, Consultation, KnownName, KnownParty, ShortName
from statutes.data import csv_files
from statutes.data.csv_files import CsvError

LONGEST_NAME = 100
LONGEST_MATTER = 200
MOST_FORMER = 20
BATCH = 500
LARGEST = 1_400_000  # bytes of CSV; sealed in a form field it stays below what a post may hold
MOST_ROWS = 20_000
COLUMNS = {"名称", "曾用名", "法定代表人", "身份", "事项", "已核实"}
NEEDED = {"名称", "身份"}
VERIFIED = {"": True, "是": True, "否": False}
ROLES = {role.label: role for role in PartyRole}
NAME_TOO_LONG = f"名称最多{LONGEST_NAME}个字。"
MATTER_TOO_LONG = f"事项最多{LONGEST_MATTER}个字。"
TOO_MANY_NAMES = f"曾用名、别名最多{MOST_FORMER}个。"
LOCKED = "有{}条进行中的咨询因此封存，等待利益冲突审查。"
TOO_GENERIC = "“王先生”“某公司”一类的称呼无法比对，请填写全名。"


@transaction.atomic
def register(*, party: KnownParty) -> KnownParty:
    """Store a known party with its indexes, then check the open consultations against it."""
    check.one_at_a_time()
    party.save()
    index(party)
    if not party.verified:
        _seals_no_more(party.conflicthit_set.all())
    check.recheck([party])
    return party


@transaction.atomic
def remove(parties: QuerySet[KnownParty]) -> None:
    """Delete parties, and open what they alone had sealed."""
    check.one_at_a_time()
    _seals_no_more(ConflictHit.objects.filter(party__in=parties))
    parties.delete()


def _seals_no_more(hits):
    keys = list(hits.values_list("consultation", flat=True))
    hits.filter(likeness=Likeness.SAME).update(likeness=Likeness.ALIKE)
    check.lift(keys)


def index(party: KnownParty) -> None:
    """Store an index for each name of a stored party; replaces what was stored."""
    rows = _names(party)
    party.names.exclude(index__in=[row.index for row in rows]).delete()
    KnownName.objects.bulk_create(rows, ignore_conflicts=True)
    party.short_names.all().delete()
    ShortName.objects.bulk_create(check.rows_of_party(party))


def register_all(*, parties: list[KnownParty]) -> tuple[int, int]:
    """Store many new parties at once, all or none; how many those are that nobody has stored since
    the list was read, and how many consultations this sealed.

    What takes long, sealing and hashing, is done before the transaction: others may write.
    """
    rows: dict[Any, Any] = {one.pk: (_names(one), check.rows_of_party(one)) for one in parties}
    seal_now(*parties)
    with transaction.atomic():
        check.one_at_a_time()
        new = _unknown(parties, lambda party: [row.index for row in rows[party.pk][0]])
        KnownParty.objects.bulk_create(new, batch_size=BATCH)
        names, short = ([row for one in new for row in rows[one.pk][at]] for at in (0, 1))
        KnownName.objects.bulk_create(names, batch_size=BATCH)
        ShortName.objects.bulk_create(short, batch_size=BATCH)
        batches = range(0, len(new), BATCH)
        return len(new), sum(check.recheck(new[start : start + BATCH]) for start in batches)


def _unknown(
    parties: list[KnownParty], hashed: Callable[[KnownParty], Iterable[str]]
) -> list[KnownParty]:
    """Each once, without those that are stored already; `hashed` are the indexes of a party."""
    new, seen = [], set()
    for start in range(0, len(parties), BATCH):
        some = parties[start : start + BATCH]
        # Entries that are stored already and bear one of the names.
        indexes = {index for party in some for index in hashed(party)}
        seen |= set(map(_key, KnownParty.objects.filter(names__index__in=indexes).distinct()))
        for party in some:
            if (key := _key(party)) not in seen:
                new.append(party)
                seen.add(key)
    return new


def with_name(name: str):
    """The known parties that a name may stand for, former names included."""
    known = blind_indexes.indexes_of_name(name)
    return KnownParty.objects.filter(names__index__in=known).distinct()


def former_names(text: str) -> list[str]:
    lines = text.replace("；", "\n").replace(";", "\n").splitlines()
    return list(dict.fromkeys(name for line in lines if (name := line.strip())))


def problem(name: str, former: list[str], matter: str, head: str = "") -> str:
    """Why an entry cannot be kept, as a sentence; "" when it can."""
    names = [name, *former, *filter(None, [head])]
    wrong = {
        "缺少名称。": not name,
        NAME_TOO_LONG: max(map(len, names)) > LONGEST_NAME,
        TOO_MANY_NAMES: len(former) > MOST_FORMER,
        MATTER_TOO_LONG: len(matter) > LONGEST_MATTER,
        "含有无法识别的字符。": any(bad in text for text in [*names, matter] for bad in "\ufffd\0"),
    }
    if why := next((why for why, holds in wrong.items() if holds), ""):
        return why
    # Last: to spell a name takes time in the square of its length.
    is_too_generic = any(is_generic(blind_indexes.normalise_name(one)) for one in names)
    return TOO_GENERIC if is_too_generic else ""


def _names(party):
    """A row for each name, spelt alike ones once."""
    indexes = {blind_indexes.index_of_name(name) for name in check.spellings(party)}
    return [KnownName(party=party, index=index) for index in sorted(indexes)]


class Reading(NamedTuple):
    """What a file holds: new parties, lines that are skipped with the reason, known ones."""

    new: list[KnownParty]
    bad: list[tuple[int, str]]
    known: int


def parse(text: str) -> Reading:
    """The parties in a CSV list, as Excel saves it in China; CsvError when it is none.

    A bad line is named and skipped. Nothing is stored: `register_all` stores the good ones.
    """
    header, rows = csv_files.rows(text, MOST_ROWS)
    named = [name for name in header if name]
    if not set(named) >= NEEDED or not set(named) <= COLUMNS or len(named) != len(set(named)):
        raise CsvError(
            "第一行应当是表头：名称,曾用名,法定代表人,身份,事项,已核实。"
            "“名称”和“身份”必填，不得有其他列，也不得重复。"
        )
    judged = [(line, *_judged(header, cells)) for line, cells in rows]
    good = [party for _, party, _ in judged if party]
    new = _unknown(good, lambda party: blind_indexes.indexes_of_name(party.name))
    bad = [(line, reason) for line, _, reason in judged if reason]
    return Reading(new, bad, len(good) - len(new))


def _key(party):
    """What makes two entries the same: the name as it is written, the role and the matter."""
    name, matter = map(blind_indexes.name_spelling, (party.name, party.matter))
    return name, party.role, matter


def _judged(header, cells):
    """The party of a row, or why there is none."""
    if any(cells[len(header) :]):
        return None, "这一行的列数比表头多，内容里的逗号要用引号括起来。"
    row = dict(zip(header, cells, strict=False))
    name, matter = row.get("名称", ""), row.get("事项", "")
    head, verified = row.get("法定代表人", ""), VERIFIED.get(row.get("已核实", ""))
    former = former_names(row.get("曾用名", ""))
    role = ROLES.get(row.get("身份", ""))
    if verified is None:
        return None, "“已核实”应当是“是”或者“否”，留空则为“是”。"
    if role is None:
        return None, f"身份应当是{'、'.join(ROLES)}之一。"
    reason = problem(name, former, matter, head)
    party = KnownParty(name=name, role=role, matter=matter, verified=verified)
    party.former_names, party.representative = "\n".join(former), head
    return (None, reason) if reason else (party, "")


def renew(keep_going: Callable[[], bool]) -> None:
    """Make indexes that are not there yet, each in a transaction, as long as the turn lasts.

    Of short names and mail addresses. While a key is missing nothing is done; a value that does not
    open waits for its key.
    """
    if keys.problem():
        return
    kinds: list[tuple[QuerySet, str, Callable]] = [
        (KnownParty.objects.all(), "party", index),
        (Consultation.objects.exclude(state=State.ERASED), "consultation", _consultation),
    ]
    for rows, owner, anew in kinds:
        read = ShortName.objects.filter(version=blind_indexes.VERSION, **{owner: OuterRef("pk")})
        for key in list(rows.filter(~Exists(read)).order_by("pk").values_list("pk", flat=True)):
            if not keep_going():
                return
            try:
                with transaction.atomic():
                    check.one_at_a_time()
                    row = rows.select_for_update().filter(pk=key).first()
                    if row and opens([row]):  # else removed meanwhile, or its key is away
                        anew(row)
            except Exception as error:  # the others do not wait for it; the next turn tries again
                check.log.error("short names of %s failed: %s", owner, type(error).__name__)


def _consultation(row):
    """What has ended is compared when it is taken up again."""
    if row.email and not row.email_index:
        row.email_index = blind_indexes.index_of_email(row.email)
        row.save(update_fields=["email_index"])
    if row.state in ENDED:
        check.store_short_names(row, check.Named.by(row))
    else:
        check.check(row)
