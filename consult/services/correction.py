"""Who asks, put right by the staff: a name that was misheard, a number, another area."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base.enums import ConsentKind, EventKind
from consult.base.policy import Action
from consult.conflicts import check
from consult.crypto.fields import keyed_hashes
from consult.models import Consultation
from consult.services import base, intake
from firm.models import PageVersion, PracticeArea

PERSON = ("name", "phone", "email", "city", "opponent")
COMPARED = ("name", "opponent")  # by the conflict check
CHANGED_SINCE = "同事刚刚更正过这些信息，您的更正没有保存。请对照现在的内容，需要时再改。"


def print_of(consultation: Consultation) -> list[str]:
    """Keyed hashes of what stands there now; another one on the screen is that of an older page."""
    held = [getattr(consultation, name) for name in PERSON]
    return keyed_hashes("person", "\x00".join([*held, str(consultation.area_id)]))


@transaction.atomic
def correct(
    *,
    consultation: Consultation,
    user: User,
    seen: str,
    area: PracticeArea,
    sensitive: PageVersion | None = None,
    **person: str,
) -> Consultation:
    """Put right who asks; a new name is looked for by the conflict check, which may seal it.

    `seen` is what was on the screen, as `print_of` says it: NotAllowedError when a colleague has
    changed something since. With `sensitive` the client has agreed by mouth, under that notice.
    """
    check.one_at_a_time()
    consultation = base.locked_for(Action.CORRECT, consultation, user)
    if seen not in print_of(consultation):
        raise base.NotAllowedError(CHANGED_SINCE)
    before = {name: getattr(consultation, name) for name in PERSON}
    if person == before and area.pk == consultation.area_id:
        return consultation
    _store(consultation, person, area, had_mail=bool(before["email"]))
    if sensitive:
        _agreed(consultation, user, sensitive)
    base.record(consultation, EventKind.PERSON_CHANGED, user)
    if any(person[name] != before[name] for name in COMPARED):
        check.check(consultation)
    return consultation


def _store(
    consultation: Consultation, person: dict[str, str], area: PracticeArea, had_mail: bool
) -> None:
    """With new indexes. Whoever has stopped the mail gets none to a corrected address either."""
    wanted = consultation.wants_mail if had_mail else True
    for name, value in intake.stored(person).items():
        setattr(consultation, name, value)
    consultation.wants_mail = wanted and bool(person["email"])
    consultation.area = area
    consultation.save()


def _agreed(consultation: Consultation, user: User, notice: PageVersion) -> None:
    """The separate consent that a sensitive area takes, told by mouth; one that stands stays."""
    kind = ConsentKind.SENSITIVE
    if not consultation.consents.filter(kind=kind, withdrawn_at__isnull=True).exists():
        consultation.consents.create(
            kind=kind, notice=notice, given_at=timezone.now(), told_by=user, given_orally=True
        )
        base.record(consultation, EventKind.CONSENT_GIVEN, user)
