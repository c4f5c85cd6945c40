"""Check digits and dates inside numbers."""

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_day(year: str, month: str, day: str) -> bool:
    """Whether this was a day somebody may be born on."""
    try:
        return 1900 <= date(int(year), int(month), int(day)).year <= 2100
    except ValueError:
        return False


def is_identity(number: str) -> bool:
    """居民身份证 of 18 (GB 11643) or 15 digits; residence permits of 81 to 83 alike."""
    if len(number) == 15:
        return is_day(f"19{number[6:8]}", number[8:10], number[10:12])
    if not is_day(number[6:10], number[10:12], number[12:14]):
        return False
    total = sum(w * int(digit) for w, digit in zip(_ID_WEIGHTS, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17]


def is_credit_code(code: str) -> bool:
    """统一社会信用代码 (GB 32100)."""
    total = sum(_CREDIT.index(char) * pow(3, at, 31) for at, char in enumerate(code[:17]))
    return _CREDIT[(31 - total % 31) % 31] == code[17]


def is_luhn(number: str) -> bool:
    """Whether the last digit is that of a bank card."""
    total = 0
    for at, char in enumerate(reversed(number)):
        digit = int(char) * (1 + at % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
