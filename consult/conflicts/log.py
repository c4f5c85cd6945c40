"""The decisions on a conflict with their reasons: one encrypted text, a block for each."""

from consult.base import staff
from consult.models import Consultation
from firm.base import dates


def entries(consultation: Consultation) -> list[tuple[str, str]]:
    """Who decided what and when, and the reason; the latest last."""
    text = consultation.conflict_reason
    blocks = (block.partition("\n") for block in text.split("\n\n")) if text else []
    return [(said, reason) for said, _, reason in blocks]


def add(consultation: Consultation, reason: str) -> None:
    """Write down the decision that the consultation holds now; earlier ones stay."""
    who = staff.display_name(consultation.conflict_by)
    when = dates.minute(consultation.conflict_at) if consultation.conflict_at else ""
    said = f"{when} {who}："
    said += consultation.get_conflict_display()
    known = [consultation.conflict_reason] if consultation.conflict_reason else []
    consultation.conflict_reason = "\n\n".join([*known, f"{said}\n{one_block(reason)}"])


def one_block(reason: str) -> str:
    """A reason without blank lines, which part one decision from the next."""
    return "\n".join(line.rstrip() for line in reason.splitlines() if line.strip())
