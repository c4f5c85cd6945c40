"""Which passwords the staff may choose: long ones that nobody guesses early. No other rules."""

from functools import cache

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from zxcvbn import matching, scoring

from website.office.accounts import password_words

SHORTEST = 12
# A guesser who knows people, dates, keyboards and the firm needs more guesses than this, as a
# power of ten. A dozen random letters and digits have 12; a name with a birthday has 9.
FEWEST_GUESSES = 11
JUDGED = 100  # characters of a long password that are looked at; all of it is kept and compared

HELP = (
    f"至少{SHORTEST}个字符，中文英文均可，最好是一句只有自己知道的话；常见密码、姓名加日期不能用。"
)
INSTEAD = "请改用一句只有自己知道的话，或者几个互不相干的词，中文、英文、拼音均可。"
SHORT = f"密码不足{SHORTEST}个字符。{INSTEAD}"
COMMON = f"这个密码常见或曾经泄露，容易被猜到。{INSTEAD}"
OWN = f"这个密码主要由姓名、用户名、律所名称或网址组成，容易被猜到。{INSTEAD}"
SIMPLE = f"这个密码由常用词、拼音、日期、连续或重复的字符组成，容易被猜到。{INSTEAD}"


class StaffPasswordValidator:
    """Django asks it wherever a password is set; passwords that are set already go on to work."""

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        """Raises ValidationError with one sentence: what is wrong, and what works."""
        if why := refusal(password, user):
            raise ValidationError(why, code="weak_password")

    def get_help_text(self) -> str:
        """The rule in one sentence, under the box."""
        return HELP


def refusal(password: str, account: AbstractUser | None) -> str:
    """Why a password cannot be taken, as a sentence; "" for a good one."""
    if len(password) < SHORTEST:
        return SHORT
    if password.lower() in _leaked():
        return COMMON
    words = {**matching.RANKED_DICTIONARIES, **password_words.dictionaries(account)}
    judged = password[:JUDGED]
    # zxcvbn adds a penalty for each further word, which a name of three syllables would pass by.
    found = scoring.most_guessable_match_sequence(
        judged, matching.omnimatch(judged, words), _exclude_additive=True
    )
    if found["guesses"] >= 10**FEWEST_GUESSES:
        return ""
    return _reason({match.get("dictionary_name") for match in found["sequence"]})


def _reason(kinds: set[str | None]) -> str:
    if "own" in kinds:
        return OWN
    return COMMON if kinds == {"passwords"} else SIMPLE


@cache
def _leaked() -> set[str]:
    """The 20,000 commonest passwords that leaked, as Django ships them."""
    return CommonPasswordValidator().passwords
