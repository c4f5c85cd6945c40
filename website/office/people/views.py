"""The page 人员, the page of one colleague with its forms, and what its buttons do."""

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, re_path, reverse
from django.views.generic import RedirectView

from consult.base.enums import ENDED
from consult.desk import search
from consult.desk.access import visible_to
from firm.base.forms import ManyRecordsField, field_of
from firm.base.people import full_name
from firm.models import Lawyer, PracticeArea
from outbox import services as outbox
from website.office.admin_base import LineField, need, office_page
from website.office.login import backend
from website.office.people import rows, services
from website.office.people.services import Position
from website.office.second_factor.invitations import Link

INVITED = "已邀请{}（{}），开通链接寄往{}，72小时内有效。"
ALREADY = "{}已经邀请过。如没有收到邮件，可以重新发送，或者生成链接当面交给本人。"
TAKEN = "这个邮箱已用于{}的账号。"
LAWYER_TAKEN = "这位律师刚刚关联了{}的账号，请重新选择。"
SAVED = "已保存。"
CHANGED = "这位同事的资料刚才有变化，现在的内容如下，请重新修改。"
LONGEST_HISTORY = 100
NOT_NOW = "未执行：“{}”的账号刚才有变化，请核对后再操作。"
NEW, NONE, BY_POST, ALL = "new", "none", "", "all"
MOST_AREAS = 8  # boxes that stand open; the others fold
NO_AREA = "请选择领域；如各个领域的咨询都看，选“全部领域”。"
ALL_OR_SOME = "“全部领域”和单个领域只能选一种。"
NO_LAWYER = "领域按律师设定：请选择是哪位律师，或者不选领域。"
ODD_USERNAME = "用户名只能有文字、数字和“@”“.”“+”“-”“_”。"
USERNAME_TAKEN = "已有同事用这个用户名，请换一个。"


class OwnForm(forms.Form):
    """How an account is called and written to: all that somebody may change of themselves."""

    username = forms.CharField(
        label="用户名",
        max_length=150,
        validators=[UnicodeUsernameValidator(message=ODD_USERNAME)],
        error_messages={"required": "请填写用户名。", "max_length": "用户名请不超过150字。"},
        help_text="登录时用的名称。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )
    name = LineField(  # it stands in mails and the history
        label="姓名",
        max_length=20,
        error_messages={"required": "请填写姓名。", "max_length": "姓名请不超过20字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱格式有误，请核对。"},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data=None, *, account: User | None = None, **kwargs):
        super().__init__(data, **kwargs)
        self.account = account
        if account is None:
            del self.fields["username"]  # it is made up

    def clean_username(self):
        """Nobody else's, in whatever capitals."""
        name = User.normalize_username(self.cleaned_data["username"])
        others = User.objects.filter(username__iexact=name)
        if others.exclude(pk=cast(User, self.account).pk).exists():
            raise forms.ValidationError(USERNAME_TAKEN)
        return name

    def clean_email(self):
        return User.objects.normalize_email(self.cleaned_data["email"].strip())

    def position(self) -> Position:
        known, account = self.cleaned_data, cast(User, self.account)
        lawyer = getattr(account, "lawyer", None)
        named = (known["name"], known["email"])
        return Position(*named, account.groups.all(), lawyer, None, known["username"])


class PersonForm(OwnForm):
    """What the firm decides of a colleague, as `position()` once it is valid."""

    posts = ManyRecordsField(
        Group.objects.none(),
        label="岗位",
        widget=forms.CheckboxSelectMultiple,
        help_text="可以选几个，权限合在一起。",
        error_messages={
            "required": "请选择岗位。",
            "invalid_choice": "这个岗位您不能安排，请重新选择。",
        },
    )
    lawyer = forms.ChoiceField(
        label="是哪位律师",
        required=False,
        help_text="写给这位律师的咨询，直接分派到这个账号。新建的介绍先不公开。",
        error_messages={"invalid_choice": "这位律师已有账号或已删除，请重新选择。"},
    )
    areas = forms.MultipleChoiceField(
        label="哪些领域的咨询",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="律师可以查看这些领域未分派的咨询，以及分派给本人的咨询。",
        error_messages={"invalid_choice": "领域有变动，请重新选择。"},
    )

    def __init__(self, data=None, *, actor, account: User | None = None, **kwargs):
        super().__init__(data, account=account, **kwargs)
        # Those whom no account belongs to, and the one of this account.
        free = Lawyer.objects.filter(Q(user=None) | (Q(user=account) if account else Q(pk=None)))
        self.free_lawyers = {str(one.pk): one for one in free}
        # The areas at the top first, and those that the lawyer has although they are not shown.
        own = Q(lawyers__user=account) if account else Q(pk=None)
        areas = PracticeArea.objects.filter(Q(is_published=True) | own).distinct()
        self.known_areas = {
            str(one.pk): one for one in sorted(areas, key=lambda area: area.parent_id is not None)
        }
        posts = field_of(self, "posts", ManyRecordsField)
        posts.queryset = rows.posts_of(actor)
        posts.required = account is None or not account.is_superuser
        others = Group.objects.exclude(pk__in=posts.queryset.values("pk")).order_by("name")
        if named := "、".join(f"“{one.name}”" for one in others):
            posts.help_text += f"岗位{named}有您没有的权限，由超级用户安排。"
        first = [] if account else [(BY_POST, "按岗位：律师新建介绍")]
        first += [(NEW, "新建律师介绍"), (NONE, "不是律师")]
        lawyers = [*first, *((key, one.name) for key, one in self.free_lawyers.items())]
        field_of(self, "lawyer", forms.ChoiceField).choices = lawyers
        choices = [(ALL, "全部领域"), *((key, one.name) for key, one in self.known_areas.items())]
        field_of(self, "areas", forms.MultipleChoiceField).choices = choices
        # The boxes that stand open, all areas together first, and those that fold.
        boxes = list(self["areas"])
        self.areas_first, self.areas_more = boxes[: MOST_AREAS + 1], boxes[MOST_AREAS + 1 :]
        self.is_more_chosen = any(box.data["selected"] for box in self.areas_more)

    def clean(self):
        """A new lawyer needs areas; a record that is there keeps its own if none is said."""
        super().clean()
        chosen = self.cleaned_data.get("areas") or []
        if self.errors:
            return self.cleaned_data
        kind = self.cleaned_data["lawyer"] or NONE
        if self.cleaned_data["lawyer"] == BY_POST and self.account is None:
            rights = rows.rights_of_posts()
            if any(rows.sees_by_area(rights[one.pk]) for one in self.cleaned_data["posts"]):
                kind = NEW
        self.cleaned_data["lawyer"] = kind
        if kind == NONE and chosen:
            self.add_error("areas", NO_LAWYER)
        elif ALL in chosen and len(chosen) > 1:
            self.add_error("areas", ALL_OR_SOME)
        elif kind != NONE and not chosen and (kind == NEW or self.account):
            self.add_error("areas", NO_AREA)
        return self.cleaned_data

    def position(self) -> Position:
        """What was decided; the record of a new lawyer is not stored yet, nor is it public."""
        known = self.cleaned_data
        lawyer = self.free_lawyers.get(known["lawyer"])
        if known["lawyer"] == NEW:
            lawyer = Lawyer(name=known["name"], is_published=False)
        chosen = known["areas"]
        areas = [self.known_areas[key] for key in chosen if key != ALL] if chosen else None
        named = (known["name"], known["email"])
        return Position(*named, known["posts"], lawyer, areas, known.get("username", ""))


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
            need(User.objects.filter(pk=request.user.pk).first() or AnonymousUser(), rows.ENTERS)
            return view(request, *args, **kwargs)

    return waiting


def people_page(request: HttpRequest) -> HttpResponse:
    need(request.user, rows.ENTERS)
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
    position = form.position()
    try:
        account, link = services.invite(position, request.user)
    except services.TakenError as taken:
        # This very invitation may have been sent a moment ago: the button was pressed twice.
        other, name = taken.account, full_name(taken.account)
        made_by = getattr(getattr(other, "invitation", None), "made_by_id", None)
        is_waiting = name == position.name and not other.has_usable_password()
        if made_by == request.user.pk and is_waiting:
            messages.info(request, ALREADY.format(f"“{name}”"))
            return redirect("admin:person", other.pk)
        _add_error(form, position, taken)
        return None
    if link:
        return link_page(request, account, link)
    posts = "、".join(post.name for post in position.posts)
    messages.success(request, INVITED.format(f"“{position.name}”", posts, position.email))
    return redirect("admin:people")


def _add_error(form, position, taken):
    by_mail = taken.account.email.casefold() == position.email.casefold()
    field, sentence = ("email", TAKEN) if by_mail else ("lawyer", LAWYER_TAKEN)
    form.add_error(field, sentence.format(f"“{full_name(taken.account)}”"))


@in_turn
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: what the firm decides of them, and what can be done with the account."""
    need(request.user, rows.ENTERS)
    account = get_object_or_404(User, pk=pk)
    shown = rows.one(request.user, account)
    if request.method == "POST" and not shown.may_be_named:
        raise PermissionDenied
    lawyer = getattr(account, "lawyer", None)
    initial = {
        "username": account.get_username(),
        "name": full_name(account),
        "email": account.email,
        "posts": list(account.groups.order_by("name").values_list("pk", flat=True)),
        "lawyer": str(lawyer.pk) if lawyer else NONE,
        "areas": [str(area.pk) for area in lawyer.areas.all()] or [ALL] if lawyer else [],
    }
    # By this a form that was shown before somebody else saved is known.
    stands = hashlib.sha256(repr(initial).encode()).hexdigest()[:16]
    make = OwnForm if shown.is_oneself else partial(PersonForm, actor=request.user)
    form = make(request.POST or None, account=account, initial=initial)
    is_stale = request.method == "POST" and request.POST.get("stands") != stands
    if is_stale:
        form = make(account=account, initial=initial)
        messages.warning(request, CHANGED)
    elif form.is_bound and form.is_valid():
        position = form.position()
        try:
            services.change(account, position, cast(User, request.user))
            messages.success(request, SAVED if form.has_changed() else "没有改动。")
            return redirect("admin:person", account.pk)
        except services.TakenError as taken:
            _add_error(form, position, taken)
    kind = ContentType.objects.get_for_model(User)
    history = LogEntry.objects.filter(content_type=kind, object_id=str(account.pk))
    context = {
        "title": shown.name,
        "person": shown,
        "form": form,
        "stands": stands,
        "no_mail": not outbox.mail_is_set(),
        "wait": backend.wait_of(shown.account) if shown.may_be_managed else None,
        "looks": search.looks_of(account),
        "history": history.select_related("user")[:LONGEST_HISTORY] if shown.may_be_named else (),
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return office_page(request, "people/person", context, status)


def link_page(request: HttpRequest, account: User, link) -> HttpResponse:
    context = {
        "title": "开通链接",
        "account": account,
        "name": full_name(account),
        "link": link,
        "place": settings.SITE_URL + reverse("admin:invitation"),
    }
    return office_page(request, "people/link", context)


# By the last part of their address: the words of the button, what it does, what follows in words,
# and when it is of use.
ACTS: dict[str, tuple[str, Callable[[User, User], Link | None], str, str]] = {
    "stop": ("停用账号", services.stop, "“{name}”的账号已停用，已有的登录全部退出。", "works"),
    "start": ("重新启用", services.start, "“{name}”的账号已重新启用。", "stopped"),
    "unlock": ("解除登录限制", services.unlock, "“{name}”现在可以重新登录。", "works"),
    "reset": ("重置密码和两步验证", services.reset, "已重置，开通链接寄往{email}。", "works"),
    "again": ("重新发送开通链接", services.invite_again, "开通链接寄往{email}。", "waits"),
    "hand-over": ("生成开通链接", services.hand_over, "", "waits"),
    "rights": ("收回个别权限", services.withdraw, "已收回“{name}”的个别权限。", "holds"),
}


@in_turn
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    need(request.user, rows.ENTERS)
    account = get_object_or_404(User, pk=pk)
    if not rows.may_manage(request.user, account):
        raise PermissionDenied
    if act not in ACTS:
        raise Http404
    (title, do, done, fits), name = ACTS[act], full_name(account)
    if request.method != "POST":
        open_ = visible_to(request.user).filter(assignee=account).exclude(state__in=ENDED)
        context = {
            "title": title,
            "account": account,
            "name": name,
            "act": act,
            "open": open_.count(),
            "mails_holder": account.email and outbox.mail_is_set(),
            "no_mail": not outbox.mail_is_set(),
        }
        return office_page(request, "people/confirm", context)
    works = account.is_active and account.is_staff
    waits, holds = not account.has_usable_password(), account.user_permissions.exists()
    known = {"works": works, "stopped": not works, "waits": works and waits, "holds": holds}
    if not known[fits]:
        messages.warning(request, NOT_NOW.format(name))
    elif link := do(account, cast(User, request.user)):
        return link_page(request, account, link)
    else:
        messages.success(request, done.format(name=name, email=account.email))
    return redirect("admin:person", account.pk)


def urls(site) -> list:
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
