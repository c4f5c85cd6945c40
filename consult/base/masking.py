"""Masks names and telephone numbers in lists: just enough to recognise one."""

from firm.base import phones

WHOLE = 11  # from this many digits on three and four of them say little


def name(text: str) -> str:
    """The first character and a star: 张*; nothing of nothing."""
    text = text.strip()
    return f"{text[:1]}*" if text else ""


def phone(number: str) -> str:
    """138****1234; of a shorter number only its last two digits."""
    digits = phones.digits(number)
    if not digits:
        return ""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= WHOLE else f"****{digits[-2:]}"
