"""Known parties: clients, opponents and others, registered for the conflict check."""

from collections.abc import Iterable

from django.db import transaction

from consult.conflicts import check, name_key, possible
from consult.conflicts.generic_names import is_generic
from consult.crypto.fields import EncryptedTextField
from consult.models import KnownName, KnownParty, ShortName

LONGEST_NAME = 100
LONGEST_MATTER = 200
MOST_FORMER = 20
BATCH = 500
NAME_TOO_LONG = f"名称最多{LONGEST_NAME}个字。"
MATTER_TOO_LONG = f"事项最多{LONGEST_MATTER}个字。"
TOO_MANY_NAMES = f"曾用名最多{MOST_FORMER}个。"
SEALED = "有{}条进行中的咨询因此封存，等待利益冲突审查。"
TOO_GENERIC = "“王先生”“某公司”一类的称呼无法比对，请填写全名。"


@transaction.atomic
def register(*, party: KnownParty) -> KnownParty:
    """Store a known party with its indexes, then check the open consultations against it."""
    check.one_at_a_time()
    party.save()
    index(party)
    check.recheck([party])
    return party


def index(party: KnownParty) -> None:
    """Store an index for each name of a stored party; replaces what was stored."""
    rows = _names(party)
    party.names.exclude(index__in=[row.index for row in rows]).delete()
    KnownName.objects.bulk_create(rows, ignore_conflicts=True)
    possible.keep_of_party(party, check.spellings(party))


def register_all(*, parties: list[KnownParty]) -> int:
    """Store many new parties at once, all or none; how many consultations this sealed.

    What takes long, sealing and hashing, is done before the transaction: others may write.
    """
    indexes = [row for party in parties for row in _names(party)]
    short = [
        row for party in parties for row in possible.rows_of_party(party, check.spellings(party))
    ]
    for party in parties:
        _seal(party)
    with transaction.atomic():
        check.one_at_a_time()
        KnownParty.objects.bulk_create(parties, batch_size=BATCH)
        KnownName.objects.bulk_create(indexes, batch_size=BATCH)
        ShortName.objects.bulk_create(short, batch_size=BATCH)
        batches = range(0, len(parties), BATCH)
        return sum(check.recheck(parties[start : start + BATCH]) for start in batches)


def with_name(name: str):
    """The known parties that a name may stand for, former names included."""
    return KnownParty.objects.filter(names__index__in=name_key.indexes_of(name)).distinct()


def key_of(party: KnownParty) -> tuple[str, str, str]:
    """What makes two entries the same: the name as it is written, the role and the matter."""
    return name_key.spelling(party.name), party.role, name_key.spelling(party.matter)


def known_keys(parties: Iterable[KnownParty]) -> set[tuple[str, str, str]]:
    """The keys of entries that are stored already and bear one of the names."""
    indexes = {index for party in parties for index in name_key.indexes_of(party.name)}
    stored = KnownParty.objects.filter(names__index__in=indexes).distinct()
    return {key_of(party) for party in stored}


def former_names(text: str) -> list[str]:
    """Former names, one on each line or separated by semicolons."""
    lines = text.replace("；", "\n").replace(";", "\n").splitlines()
    return list(dict.fromkeys(name for line in lines if (name := line.strip())))


def problem(name: str, former: list[str], matter: str) -> str:
    """Why an entry cannot be kept, as a sentence; "" when it can."""
    if not name:
        return "缺少名称。"
    if max(map(len, [name, *former])) > LONGEST_NAME:
        return NAME_TOO_LONG
    if len(former) > MOST_FORMER:
        return TOO_MANY_NAMES
    if len(matter) > LONGEST_MATTER:
        return MATTER_TOO_LONG
    if any("\ufffd" in text or "\x00" in text for text in (name, matter, *former)):
        return "含有无法识别的字符。"
    if any(is_generic(name_key.normalise(one)) for one in (name, *former)):
        return TOO_GENERIC
    return ""


def _seal(party):
    """Encrypt the fields of a party now, as storing it would."""
    for field in party._meta.concrete_fields:
        if isinstance(field, EncryptedTextField):
            field.pre_save(party, add=True)


def _names(party):
    """A row for each name, spelt alike ones once."""
    indexes = {name_key.index_of(name) for name in check.spellings(party)}
    return [KnownName(party=party, index=index) for index in sorted(indexes)]
