"""Accounts of the staff: their passwords, who may set another's, and the mail about a change.

Somebody who took an account over cannot do so in silence: mail and line of the history are written
in the transaction of the change itself.
"""

import re
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from django.conf import settings
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import AbstractUser, Permission, User
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from firm.base.people import full_name, is_opened
from firm.models import Lawyer, Office, SiteSettings
from firm.site.identity import Identity
from outbox import services as outbox

KIND = "account"
CHANGED = "登录密码已修改"
MOVED = "接收通知的邮箱已更改"
BY_HOLDER = "通过该账号本人的登录"
BY_COMMAND = "在服务器上运行命令"


def tell(account: User, what: str, by: User | None = None, former: str = "") -> None:
    """Note in the history and mail to the holder, and to a `former` address, that `what` happened.

    `what` is a short clause in Chinese without a full stop and without a secret; `by` is who did
    it, None for a command on the server. Call it in the transaction of the change. Who never
    opened the account is not mailed.
    """
    note(account, what if by else f"{what}（{BY_COMMAND}）", by or account)
    if not is_opened(account):
        return
    how = BY_HOLDER if by == account else f"由{full_name(by)}操作" if by else BY_COMMAND
    context = {
        "site": Identity(),
        "name": full_name(account),
        "what": what,
        "at": timezone.now(),
        "how": how,
    }
    for recipient in {former, account.email} - {""}:
        outbox.enqueue_mail(
            kind=KIND,
            recipient=recipient,
            **outbox.rendered(KIND, context),
            dedupe_key=f"{KIND}:{uuid.uuid4().hex}",
        )


def note(account: User, what: str, by: User, flag: int = CHANGE) -> None:
    """Only the line in the history, for what needs no mail."""
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[account],
        action_flag=flag,
        change_message=what,
        single_object=True,
    )


class Argon2(Argon2PasswordHasher):
    """Argon2id for a small server: one thread, 46 MiB, about 60 ms of one core.

    At least what OWASP asks (46 MiB in one pass, 19 MiB in two); Django's own takes 100 MiB.
    `WEB_WORKERS` times three run at once at most (`website/office/login/backend.py`).
    """

    time_cost = 2
    memory_cost = 46 * 1024  # KiB
    parallelism = 1


class OwnPasswordForm(AdminPasswordChangeForm):
    @transaction.atomic
    def save(self, commit=True):
        account = super().save(commit)
        tell(account, CHANGED, account)
        return account


# Words that a guesser tries first at a Chinese law firm, besides those of the whole world.

HOUSE = """
    lvshi lvsuo lvshishiwusuo lvshisuo shiwusuo falv zixun falvzixun susong hetong anjian
    dangshiren antou admin administrator guanliyuan guanli houtai zhuren zhuli mishu qiantai
    bangong bangongshi lawyer lawfirm legal office manager welcome changeme mima denglu 律师
    律所 律师事务所 法律 咨询 案头 管理员 密码 一二三四五六七八九十
"""
LUCKY = "520 521 1314 5201314 7758521 168 666 888 518 110 119 120"
YEARS = [str(year) for year in range(2040, 1949, -1)]
LONGEST_NAME = 12  # characters of a name that are read aloud


def dictionaries(account: AbstractUser | None) -> dict[str, dict[str, int]]:
    """The words with their ranks, the likeliest first, in the form that zxcvbn reads."""
    lists = {
        "own": _spelt_otherwise(_own(account)),
        "house": _spelt_otherwise(HOUSE.split()),
        "numbers": [*LUCKY.split(), *YEARS],
        "syllables": _syllables(),
    }
    return {name: {word: at for at, word in enumerate(words, 1)} for name, words in lists.items()}


def _own(account) -> Iterator[str]:
    if account:
        yield from _parts(account.get_username())
        yield from _parts(account.email.partition("@")[0])
        yield from _read(full_name(account))
    site = SiteSettings.load()
    yield from _parts(settings.SITE_HOST or "")
    for name in (site.firm_name, site.site_name, *Lawyer.objects.values_list("name", flat=True)):
        yield from _read(name)
    for phone in Office.objects.values_list("phone", flat=True):
        yield re.sub("[^0-9]", "", phone)


def _parts(text: str) -> Iterator[str]:
    """A word as it stands and what it is made of: lin.zhiyuan, lin, zhiyuan."""
    yield text.lower()
    yield from re.findall("[a-z]+|[0-9]+", text.lower())


def _read(name: str) -> Iterator[str]:
    """A Chinese name, and all that stands together in it in pinyin, written out and by initials."""
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where a password is chosen

    yield name.lower()
    sounds = lazy_pinyin(name[:LONGEST_NAME], errors="ignore")
    for start, end in combinations(range(len(sounds) + 1), 2):
        yield "".join(sounds[start:end])
        yield "".join(sound[0] for sound in sounds[start:end])


def _spelt_otherwise(words: Iterable[str]) -> list[str]:
    """Each word of two letters or more once; 律 is typed lv, lu or lyu."""
    spelt = (re.sub("lv", vowel, word) for word in words for vowel in ("lv", "lu", "lyu"))
    return list(dict.fromkeys(word for word in spelt if len(word) > 1))


@cache
def _syllables() -> list[str]:
    """Those of Mandarin without their tones: a pinyin name is no row of random letters."""
    from pypinyin import lazy_pinyin

    common = "".join(chr(code) for code in range(0x4E00, 0x9FA6))
    return _spelt_otherwise(lazy_pinyin(common))


SHORTEST = 12
# A guesser who knows people, dates, keyboards and the firm needs more guesses than this, as a
# power of ten. A dozen random letters and digits have 12; a name with a birthday has 9.
FEWEST_GUESSES = 11
JUDGED = 100  # characters of a long password that are looked at; all of it is kept and compared

PASSWORD_HELP = (
    f"至少{SHORTEST}个字符，中文英文均可，最好是一句只有自己知道的话；常见密码、姓名加日期不能用。"
)
INSTEAD = "请改用一句只有自己知道的话，或者几个互不相干的词，中文、英文、拼音均可。"
SHORT = f"密码不足{SHORTEST}个字符。{INSTEAD}"
COMMON = f"这个密码常见或曾经泄露，容易被猜到。{INSTEAD}"
OWN = f"这个密码主要由姓名、用户名、律所名称或网址组成，容易被猜到。{INSTEAD}"
SIMPLE = f"这个密码由常用词、拼音、日期、连续或重复的字符组成，容易被猜到。{INSTEAD}"


class StaffPasswordValidator:
    """Long ones that nobody guesses early, no other rules; those set already go on to work."""

    def validate(self, password: str, user: AbstractUser | None = None) -> None:
        if why := refusal(password, user):
            raise ValidationError(why, code="weak_password")

    def get_help_text(self) -> str:
        return PASSWORD_HELP


def refusal(password: str, account: AbstractUser | None) -> str:
    """Why a password cannot be taken, as a sentence; "" for a good one."""
    from zxcvbn import matching, scoring  # 20 MB: only where a password is chosen

    if len(password) < SHORTEST:
        return SHORT
    if password.lower() in _leaked():
        return COMMON
    words = {**matching.RANKED_DICTIONARIES, **dictionaries(account)}
    judged = password[:JUDGED]
    # zxcvbn adds a penalty for each further word, which a name of three syllables would pass by.
    found = scoring.most_guessable_match_sequence(
        judged, matching.omnimatch(judged, words), _exclude_additive=True
    )
    if found["guesses"] >= 10**FEWEST_GUESSES:
        return ""
    kinds = {match.get("dictionary_name") for match in found["sequence"]}
    if "own" in kinds:
        return OWN
    return COMMON if kinds == {"passwords"} else SIMPLE


@cache
def _leaked() -> set[str]:
    """The 20,000 commonest passwords that leaked, as Django ships them."""
    return CommonPasswordValidator().passwords


def may_stand_in(actor, account) -> bool:
    """Whether the actor may set the account's password, and so log in as that person.

    Not where it would open more than the actor has: rights, or consultations of others. Rights are
    asked of the tables, because an account that is switched off for a moment says it has none.
    """
    if actor.is_superuser:
        return True
    return not account.is_superuser and may_open(actor, _rights_of(account))


def may_open(actor, rights: set[str]) -> bool:
    """Whether an account with these rights (names without their app) opens no more than the actor
    has."""
    own = _rights_of(actor)
    reads, sees_all = "view_consultation", "see_all_consultations"
    return rights <= own and (reads not in rights or sees_all in own)


def _rights_of(account):
    rights = Permission.objects.filter(Q(user=account) | Q(group__user=account))
    return set(rights.values_list("codename", flat=True))
