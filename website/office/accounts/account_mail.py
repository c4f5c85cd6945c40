"""Tells the holder of an account what became of it, whoever did it: by mail and in its history.

Somebody who took an account over cannot do so in silence. All of it is written in the transaction
of the change itself: neither is there without the other.
"""

import uuid

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils import timezone

from firm.base.people import full_name
from firm.site.identity import Identity
from outbox import services as outbox

KIND = "account"
CHANGED = "登录密码已修改"
MOVED = "接收通知的邮箱已更改"
BY_HOLDER = "通过该账号本人的登录"
BY_COMMAND = "在服务器上运行命令"


def tell(account: User, what: str, by: User | None = None) -> None:
    """Note in the history and mail to the holder that `what` has happened.

    `what` is a short clause in Chinese without a full stop and without a secret; `by` is who did
    it, None for a command on the server. Call it in the transaction of the change.
    """
    note(account, what if by else f"{what}（{BY_COMMAND}）", by or account)
    _mail(account, what, by)


def tell_of_address(account: User, former: str, by: User) -> None:
    """Note a new address in the history, and mail to the old one and to it."""
    note(account, MOVED, by)
    for address in {former, account.email}:
        _mail(account, MOVED, by, to=address)


def note(account: User, what: str, by: User, flag: int = CHANGE) -> None:
    """Only the line in the history, for what needs no mail."""
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[account],
        action_flag=flag,
        change_message=what,
        single_object=True,
    )


def _mail(account, what, by, to=None):
    recipient = account.email if to is None else to
    if not recipient:
        return
    context = {
        "site": Identity(),
        "name": full_name(account),
        "what": what,
        "at": timezone.now(),
        "how": _how(account, by),
    }
    outbox.enqueue_mail(
        kind=KIND,
        recipient=recipient,
        subject=render_to_string("emails/account_subject.txt", context),
        body=render_to_string("emails/account_body.txt", context),
        dedupe_key=f"{KIND}:{uuid.uuid4().hex}",
    )


def is_told(account: User) -> bool:
    """Whether a page may promise that the holder gets a mail."""
    return bool(account.email) and outbox.mail_is_set()


def _how(account: User, by: User | None) -> str:
    if by is None:
        return BY_COMMAND
    return BY_HOLDER if by.pk == account.pk else f"由{full_name(by)}操作"
