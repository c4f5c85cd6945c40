"""The page 人员, the page of one colleague, and what its buttons do."""

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import NamedTuple, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, re_path, reverse
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from consult.base.enums import ENDED
from consult.desk import search
from consult.desk.access import visible_to
from firm.base.people import full_name
from outbox import services as outbox
from website.office.accounts import account_mail
from website.office.admin_base import office_page
from website.office.login import ceilings
from website.office.people import rows, services
from website.office.people.forms import ALL, BY_POST, NONE, OwnForm, PersonForm
from website.office.second_factor.invitations import Link

INVITED = "已邀请{}（{}），开通链接寄往{}，72小时内有效。"
ALREADY = "{}已经邀请过了。没有收到邮件的，可以重新发送，或者生成链接当面交给本人。"
TAKEN = "这个邮箱已用于{}的账号。"
LAWYER_TAKEN = "这位律师刚刚关联了{}的账号，请重新选择。"
SAVED = "已保存。"
CHANGED = "这位同事的资料刚才有变化，现在的内容如下，请重新修改。"
NOT_NOW = "未执行：“{}”的账号刚才有变化，请核对后再操作。"


def need(request) -> None:
    """PermissionDenied for who does not look after people."""
    if not rows.may_enter(request.user):
        raise PermissionDenied


def in_turn(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is posted is done one after the other, by who may still do it when it is their turn.

    Else two managers could stop each other, or one save over what the other had just saved.
    """

    @wraps(view)
    def waiting(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            services.take_turn()
            now = User.objects.filter(pk=request.user.pk).first()
            if now is None or not rows.may_enter(now):
                raise PermissionDenied
            return view(request, *args, **kwargs)

    return waiting


@never_cache
def people_page(request: HttpRequest) -> HttpResponse:
    """Who works here, and the form by which the next one is invited."""
    need(request)
    rights = rows.rights_of_posts()
    of_lawyers = [pk for pk, theirs in rights.items() if rows.sees_by_area(theirs)]
    initial = {"posts": of_lawyers[:1], "lawyer": BY_POST}  # most often it is a lawyer
    form = PersonForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid() and (answer := _invited(request, form)):
        return answer
    people = rows.everybody(request.user)
    at_work = [one for one in people if one.works]
    context = {
        "title": "人员",
        "form": form,
        "people": at_work,
        "gone": [one for one in people if not one.works],
        "unprotected": [one for one in at_work if not (one.is_protected or one.is_invited)],
        **rows.table(),
        "no_mail": not outbox.mail_is_set(),
    }
    return office_page(request, "people/list", context, status=422 if form.errors else 200)


def _invited(request, form):
    """The answer to a good form; None where the address was found to be taken."""
    standing = form.standing()
    try:
        account, link = services.invite(standing, request.user)
    except services.TakenError as taken:
        if _waits_for(taken.account, request.user, standing):
            messages.info(request, ALREADY.format(f"“{full_name(taken.account)}”"))
            return redirect("admin:person", taken.account.pk)
        _add_error(form, standing, taken)
        return None
    if link:
        return link_page(request, account, link)
    posts = "、".join(post.name for post in standing.posts)
    messages.success(request, INVITED.format(f"“{standing.name}”", posts, standing.email))
    return redirect("admin:people")


def _waits_for(account, actor, standing):
    """Whether this very invitation was sent a moment ago, by the same button pressed twice."""
    invitation = getattr(account, "invitation", None)
    again = invitation and invitation.made_by_id == actor.pk
    return again and full_name(account) == standing.name and not account.has_usable_password()


def _add_error(form, standing, taken):
    by_mail = taken.account.email.casefold() == standing.email.casefold()
    field, sentence = ("email", TAKEN) if by_mail else ("lawyer", LAWYER_TAKEN)
    form.add_error(field, sentence.format(f"“{full_name(taken.account)}”"))


@never_cache
@in_turn
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: what the firm decides of them, and what can be done with the account."""
    need(request)
    account = get_object_or_404(User, pk=pk)
    shown = rows.one(request.user, account)
    if request.method == "POST" and not shown.may_be_named:
        raise PermissionDenied
    initial = _as_it_stands(account)
    # By this a form that was shown before somebody else saved is known.
    stands = hashlib.sha256(repr(initial).encode()).hexdigest()[:16]
    make = OwnForm if shown.is_oneself else partial(PersonForm, actor=request.user)
    form = make(request.POST or None, account=account, initial=initial)
    if request.method == "POST" and request.POST.get("stands") != stands:
        form = make(account=account, initial=initial)
        messages.warning(request, CHANGED)
        return _person_page(request, shown, form, stands, status=409)
    if form.is_bound and form.is_valid():
        standing = form.standing()
        try:
            services.change(account, standing, cast(User, request.user))
            messages.success(request, SAVED if form.has_changed() else "没有改动。")
            return redirect("admin:person", account.pk)
        except services.TakenError as taken:
            _add_error(form, standing, taken)
    return _person_page(request, shown, form, stands, status=422 if form.errors else 200)


def _as_it_stands(account):
    lawyer = getattr(account, "lawyer", None)
    return {
        "username": account.get_username(),
        "name": full_name(account),
        "email": account.email,
        "posts": list(account.groups.order_by("name").values_list("pk", flat=True)),
        "lawyer": str(lawyer.pk) if lawyer else NONE,
        "areas": [str(area.pk) for area in lawyer.areas.all()] or [ALL] if lawyer else [],
    }


def _person_page(request, shown, form, stands, status):
    context = {
        "title": shown.name,
        "person": shown,
        "form": form,
        "stands": stands,
        "no_mail": not outbox.mail_is_set(),
        "wait": ceilings.wait_of(shown.account) if shown.may_be_managed else None,
        "looks": search.looks_of(shown.account),
        "history": rows.history_of(shown.account) if shown.may_be_named else (),
    }
    return office_page(request, "people/person", context, status)


def link_page(request: HttpRequest, account: User, link) -> HttpResponse:
    """The link itself, shown once, to be handed over."""
    context = {
        "title": "开通链接",
        "account": account,
        "name": full_name(account),
        "link": link,
        "place": settings.SITE_URL + reverse("admin:invitation"),
    }
    return office_page(request, "people/link", context)


class Act(NamedTuple):
    """A button: its words, what it does, what follows in words; when it is of use."""

    title: str
    do: Callable[[User, User], Link | None]
    done: str
    fits: str = "works"


ACTS = {
    "stop": Act("停用账号", services.stop, "“{name}”的账号已停用，已有的登录全部退出。"),
    "start": Act("重新启用", services.start, "“{name}”的账号已重新启用。", "stopped"),
    "unlock": Act("解除登录限制", services.unlock, "“{name}”现在可以重新登录。"),
    "reset": Act("重置密码和两步验证", services.reset, "已重置，开通链接寄往{email}。"),
    "again": Act("重新发送开通链接", services.invite_again, "开通链接寄往{email}。", "waits"),
    "hand-over": Act("生成开通链接", services.hand_over, "", "waits"),
}


@never_cache
@in_turn
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask once more, then do it."""
    need(request)
    account = get_object_or_404(User, pk=pk)
    if not rows.may_manage(request.user, account):
        raise PermissionDenied
    if act not in ACTS:
        raise Http404
    chosen, name = ACTS[act], full_name(account)
    if request.method != "POST":
        open_ = visible_to(request.user).filter(assignee=account).exclude(state__in=ENDED)
        context = {
            "title": chosen.title,
            "account": account,
            "name": name,
            "act": act,
            "open": open_.count(),
            "is_told": account_mail.is_told(account),
            "no_mail": not outbox.mail_is_set(),
        }
        return office_page(request, "people/confirm", context)
    works = account.is_active and account.is_staff
    waits = works and not account.has_usable_password()
    if not {"works": works, "stopped": not works, "waits": waits}[chosen.fits]:
        messages.warning(request, NOT_NOW.format(name))
    elif link := chosen.do(account, cast(User, request.user)):
        return link_page(request, account, link)
    else:
        messages.success(request, chosen.done.format(name=name, email=account.email))
    return redirect("admin:person", account.pk)


def urls(site) -> list:
    """The list, one colleague, what is done with the account."""
    guarded = site.admin_view
    person, home = (
        guarded(RedirectView.as_view(pattern_name=name, permanent=True))
        for name in ("admin:person", "admin:people")
    )
    return [
        # Where accounts were before; whatever lay below leads to the page of the person.
        re_path(r"^auth/user/(?P<pk>[0-9]{1,18})/", person),
        re_path(r"^auth/user/", home),
        path("people/", guarded(people_page), name="people"),
        path("people/<int:pk>/", guarded(person_page), name="person"),
        path("people/<int:pk>/<slug:act>/", guarded(act), name="person_act"),
    ]
