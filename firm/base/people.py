"""What a member of the staff is called, and which part of a Chinese name is the surname."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.db.models import Q

# The surnames of two characters that are still borne, one after the other; all others have one.
OF_TWO = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙"
    "钟离长孙宇文司徒鲜于司空闾丘令狐轩辕呼延拓跋第五百里东郭南门羊舌微生左丘西门纳兰完颜"
)
KNOWN = frozenset(OF_TWO[at : at + 2] for at in range(0, len(OF_TWO), 2))


def split(name: str) -> tuple[str, str]:
    """Surname and given name, 欧阳 and 明; a name that is not Chinese is a given name."""
    name = name.strip()
    if not name or not "\u4e00" <= name[0] <= "\u9fff":
        return "", name
    length = 2 if name[:2] in KNOWN and len(name) > 2 else 1
    return name[:length], name[length:]


BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows permissions


def full_name(user: AbstractUser) -> str:
    """Family name first, as Chinese names are written; else the name of the account."""
    return f"{user.last_name.strip()}{user.first_name.strip()}" or user.get_username()


def real_name(user: AbstractUser) -> str:
    """The name of a person; empty where the account has no other than its own, such as `admin`."""
    lawyer = getattr(user, "lawyer", None)
    return lawyer.name if lawyer else f"{user.last_name}{user.first_name}".strip()


def gets_mail() -> Q:
    """Accounts that somebody has opened and that have an address: who was only invited is mailed
    the invitation alone."""
    unopened = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)
    return ~unopened & ~Q(email="")


def is_opened(user: AbstractUser) -> bool:
    """Whether somebody has ever opened the account, as in `gets_mail`."""
    return user.has_usable_password() or user.last_login is not None


def give_name(user: AbstractUser, name: str) -> None:
    """Put a whole name, as it is written, into the two fields of an account; not saved."""
    user.last_name, user.first_name = split(name)
