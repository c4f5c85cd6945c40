"""What is done with a colleague: whole or not at all, noted and told. `rows` says who may."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin.models import ADDITION
from django.contrib.auth.models import Group, User
from django.db import transaction

from consult.spam import rate_limit
from firm.base.people import give_name
from firm.models import Lawyer, PracticeArea
from firm.site.records import free_slug
from outbox import services as outbox
from website.office import accounts
from website.office.login import backend
from website.office.second_factor import devices, invitations
from website.office.second_factor.invitations import Link

LONGEST = 40  # characters of a made-up name; the table of accounts takes 150
SCOPE = "people"  # of the lock under which names and addresses are given out
INVITED, AGAIN, HANDED = "已邀请：{}", "已重新发出开通链接", "已生成开通链接"
STOPPED, STARTED = "账号已停用", "账号已重新启用"
UNLOCKED, WITHDRAWN = "已解除登录限制", "个别权限已收回，只有岗位的权限"
RESET = "登录密码和两步验证已重置，原来的都不能再用"


def free_username(email: str, name: str) -> str:
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where somebody is invited

    spoken = "".join(lazy_pinyin(name))
    wanted = [*filter(None, map(_plain, (email.partition("@")[0], spoken))), "colleague"]
    taken = {one.lower() for one in User.objects.values_list("username", flat=True)}
    numbered = (f"{wanted[0]}{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (*wanted, *numbered) if one not in taken)


def _plain(text):
    return re.sub("[^a-z0-9.-]", "", text.lower()).strip(".-")[:LONGEST]


@dataclass(frozen=True)
class Position:
    """What the firm decides of a colleague; without a `username` one is made up.

    `lawyer` is the record that is theirs, None for nobody's; `areas` those of that record, None to
    leave them as they are, none at all for every area.
    """

    name: str
    email: str
    posts: Iterable[Group]
    lawyer: Lawyer | None
    areas: Iterable[PracticeArea] | None
    username: str = ""


class TakenError(Exception):
    """The address or the lawyer is another colleague's, `account`; nothing was done."""

    def __init__(self, account):
        super().__init__(account)
        self.account = account


def take_turn() -> None:
    """Wait until nobody else decides anything of a colleague, to the end of the transaction."""
    rate_limit.lock_scope(SCOPE)


@transaction.atomic
def invite(position: Position, by: User) -> tuple[User, Link | None]:
    """A new colleague; the link comes back only where no mail goes out. Raises TakenError."""
    take_turn()
    _refuse_taken(position.email)
    account = User(username=free_username(position.email, position.name), is_staff=True)
    account.set_unusable_password()
    _name(account, position)
    account.save()
    account.groups.set(position.posts)
    _give_lawyer(account, position)
    accounts.note(account, INVITED.format(_named(position.posts)), by, ADDITION)
    return account, _link(account, by)


@transaction.atomic
def change(account: User, position: Position, by: User) -> None:
    """Raises TakenError. The holder is told; an unopened invitation follows a new address."""
    take_turn()
    if position.email.casefold() != account.email.casefold():
        _refuse_taken(position.email, account)
    former, before = account.email, _clauses(account)
    _name(account, position)
    account.save(update_fields=["username", "last_name", "first_name", "email"])
    account.groups.set(position.posts)
    _give_lawyer(account, position)
    changed = [text for text in _clauses(User.objects.get(pk=account.pk)) if text not in before]
    if former != account.email:
        accounts.tell(account, accounts.MOVED, by, former)
        if not account.has_usable_password():  # the link of the old mail opens nothing any more
            _link(account, by)
    if changed:
        accounts.tell(account, "；".join(changed), by)


@transaction.atomic
def stop(account: User, by: User) -> None:
    """Nobody gets in by the account any more; what it did keeps its name."""
    if account.is_active:  # the button may be pressed twice, the holder is told once
        account.is_active = False
        account.save(update_fields=["is_active"])
        devices.end_sessions(account)
        accounts.tell(account, STOPPED, by)


@transaction.atomic
def start(account: User, by: User) -> None:
    """The account is of use again, with the password that it had."""
    if not (account.is_active and account.is_staff):
        account.is_active = account.is_staff = True
        account.save(update_fields=["is_active", "is_staff"])
        accounts.tell(account, STARTED, by)


@transaction.atomic
def unlock(account: User, by: User) -> None:
    backend.forget(account, codes=True)
    accounts.note(account, UNLOCKED, by)


@transaction.atomic
def reset(account: User, by: User) -> Link | None:
    """Password and second factor are worth nothing any more, and a link for new ones goes out."""
    account.set_unusable_password()
    account.save(update_fields=["password"])
    devices.remove(account, RESET, by)
    devices.end_sessions(account)
    backend.forget(account)
    return _link(account, by)


@transaction.atomic
def withdraw(account: User, by: User) -> None:
    """Take away the rights that 0.1.0 gave to single accounts; those of the posts stay."""
    account.user_permissions.clear()
    accounts.tell(account, WITHDRAWN, by)


@transaction.atomic
def invite_again(account: User, by: User) -> Link | None:
    """A new link for who has not opened the account; the former one is worth nothing."""
    link = _link(account, by)
    accounts.note(account, HANDED if link else AGAIN, by)
    return link


@transaction.atomic
def hand_over(account: User, by: User) -> Link:
    link = invitations.make(account, by)
    accounts.note(account, HANDED, by)
    return link


def _link(account, by):
    if outbox.mail_is_set() and account.email:
        return invitations.send(account, by)
    return invitations.make(account, by)


def _refuse_taken(email, account=None):
    others = User.objects.filter(email__iexact=email).exclude(pk=account and account.pk)
    if other := others.first():
        raise TakenError(other)


def _name(account, position):
    give_name(account, position.name)
    account.email = position.email
    account.username = position.username or account.username


def _give_lawyer(account, position):
    """The record that is theirs from now on; one that was is nobody's."""
    lawyer = position.lawyer
    for former in Lawyer.objects.filter(user=account).exclude(pk=lawyer and lawyer.pk):
        former.user = None
        former.save(update_fields=["user", "updated_at"])
    if lawyer is None:
        return
    if lawyer.pk is None:
        lawyer.slug, lawyer.user = free_slug(lawyer.name), account
        lawyer.save()
    else:
        # Somebody else may have been given the record since the form was shown.
        if holder := User.objects.filter(lawyer=lawyer).exclude(pk=account.pk).first():
            raise TakenError(holder)
        lawyer.user = account
        lawyer.save(update_fields=["user", "updated_at"])
    if position.areas is not None:
        lawyer.areas.set(position.areas)


def _clauses(account):
    """How things stand, in the clauses that the holder reads when one of them changes."""
    lawyer = Lawyer.objects.filter(user=account).first()
    areas = "、".join(area.name for area in lawyer.areas.all()) or "全部领域" if lawyer else ""
    return [
        f"用户名为{account.get_username()}",
        f"岗位为{_named(account.groups.order_by('name')) or '无'}",
        f"对应的律师为{lawyer.name}" if lawyer else "不对应律师",
        *([f"负责的领域为{areas}"] if lawyer else []),
    ]


def _named(posts):
    return "、".join(post.name for post in posts)
