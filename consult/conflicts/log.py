"""The decisions on a conflict with their reasons: one encrypted text, a block for each."""

from django.utils import timezone

from consult.base import staff


def entries(consultation) -> list[tuple[str, str]]:
    """Who decided what and when, and the reason; the latest last."""
    text = consultation.conflict_reason
    blocks = (block.partition("\n") for block in text.split("\n\n")) if text else []
    return [(said, reason) for said, _, reason in blocks]


def add(consultation, reason: str) -> None:
    """Write down the decision that the consultation holds now; earlier ones stay."""
    when = timezone.localtime(consultation.conflict_at)
    said = f"{when:%Y年%m月%d日 %H:%M} {staff.display_name(consultation.conflict_by)}："
    said += consultation.get_conflict_display()
    known = [consultation.conflict_reason] if consultation.conflict_reason else []
    consultation.conflict_reason = "\n\n".join([*known, f"{said}\n{one_block(reason)}"])


def one_block(reason: str) -> str:
    """A reason without blank lines, which part one decision from the next."""
    return "\n".join(line.rstrip() for line in reason.splitlines() if line.strip())
