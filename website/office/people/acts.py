"""What is done with an account by one button: stop, start, unlock, reset, the link once more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from consult.base.enums import ENDED
from consult.desk.assignment import visible_to
from firm.base.people import full_name
from outbox import services as outbox
from website.office.accounts import account_mail
from website.office.people import services
from website.office.people.views import in_turn, link_page, managed, page
from website.office.second_factor.invitations import Link


@dataclass(frozen=True)
class Act:
    """A button: its words, what it does, what follows in words; whether it is of use now."""

    key: str
    title: str
    do: Callable[[User, User], Link | None]
    done: str
    fits: Callable[[User], bool]
    is_grave: bool = False


def _works(account):
    return account.is_active and account.is_staff


def _waits(account):
    return _works(account) and not account.has_usable_password()


KNOWN = [
    Act(
        "stop",
        "停用账号",
        services.stop,
        "“{}”的账号已停用，已有的登录全部退出。",
        _works,
        is_grave=True,
    ),
    Act("start", "重新启用", services.start, "“{}”的账号已重新启用。", lambda one: not _works(one)),
    Act("unlock", "解除登录限制", services.unlock, "“{}”现在可以重新登录。", _works),
    Act(
        "reset",
        "重置密码和两步验证",
        services.reset,
        "已重置，开通链接寄往{}。",
        _works,
        is_grave=True,
    ),
    Act("again", "重新发送开通链接", services.invite_again, "开通链接寄往{}。", _waits),
    Act("hand-over", "生成开通链接", services.hand_over, "", _waits),
]
ACTS = {one.key: one for one in KNOWN}
NOT_NOW = "未执行：“{}”的账号刚才有变化，请核对后再操作。"


@never_cache
@in_turn
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask once more, then do it."""
    account = managed(request, pk)
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    if request.method != "POST":
        return _asked(request, account, chosen)
    if not chosen.fits(account):
        messages.warning(request, NOT_NOW.format(full_name(account)))
        return redirect("admin:person", account.pk)
    link = chosen.do(account, cast(User, request.user))
    if link:
        return link_page(request, account, link)
    by_mail = chosen.do in {services.reset, services.invite_again}
    told = account.email if by_mail else full_name(account)
    messages.success(request, chosen.done.format(told))
    return redirect("admin:person", account.pk)


def _asked(request, account, chosen):
    open_ = visible_to(request.user).filter(assignee=account).exclude(state__in=ENDED)
    context = {
        "title": chosen.title,
        "account": account,
        "name": full_name(account),
        "act": chosen,
        "open": open_.count(),
        "is_told": account_mail.is_told(account),
        "no_mail": not outbox.mail_is_set(),
    }
    return page(request, "confirm", context)
