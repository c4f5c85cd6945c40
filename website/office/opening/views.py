"""The pages of 上线清单: the list, areas, one's own site after the sample, legal pages."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import cast
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnAttestation, WebAuthnCredential, WebAuthnUserHandle

from articles.law import area_periods
from articles.models import Article
from consult.base.enums import ENDED
from consult.models import Consultation
from firm.base import people
from firm.base.forms import field_of
from firm.models import Lawyer, Page, PageKind, PracticeArea, SiteSettings
from firm.site import areas, legal_pages
from website.base import parent_watch
from website.config import places, sample
from website.office.admin_base import need, office_page
from website.office.opening import checklist
from website.office.opening.checklist import PAGE_RIGHT

HOME = "admin:opening"
RIGHTS = ["firm.add_practicearea", "firm.change_practicearea"]
NOTHING_CHOSEN = "至少勾选一个领域：文章和咨询都要归到一个领域。"
IN_USE = "这些领域正在用：{}。如仍要取消，请在下面勾选“知道了”，再保存。"
LEFT_TO_OTHERS = (
    "{}归在已有的领域之下，会改变律师可以查看哪些咨询："
    "请由可以修改律师资料、本人不是律师的同事，或者超级用户勾选。"
)
PUT_AWAY = (
    "工作台上不再显示上线清单，点右上角您的名字仍能打开。"
    "如需再次显示，请到“网站设置”里勾选“显示上线清单”。"
)
FAILED = "没有建成，示例网站没有改动。请检查磁盘空间和数据目录的权限，原因见网站的输出。"
WITHIN = 300  # seconds; some three, unless all migrations have to be run
DRAFTED = "草稿已生成，尚未公开。请通读全文，再确认。"
NOT_READ = "请先把全文读完，再勾选。"
CONFIRMED = "已确认“{}”，访客现在可以看到。"


def _in_use():
    """What of the firm's own hangs on an area, by its key: 3篇文章、1条未结束的咨询."""
    open_ = Consultation.objects.exclude(state__in=ENDED)
    found = defaultdict(list)
    for words, rows in [("{}篇文章", Article.objects.all()), ("{}条未结束的咨询", open_)]:
        for pk, number in Counter(rows.values_list("area", flat=True)).items():
            found[pk].append(words.format(number))
    return {pk: "、".join(words) for pk, words in found.items()}


class ConfirmForm(forms.Form):
    """`seen` is what the text was that the person had open; `name` is asked of who has none yet."""

    seen = forms.CharField(required=False)
    read = forms.BooleanField(error_messages={"required": NOT_READ})
    name = forms.CharField(required=False, max_length=20)


class AreasForm(forms.Form):
    """Ticks, and the consent to hide an area on which something of the firm's own hangs."""

    areas = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "领域不存在，请刷新后重新勾选。"}
    )
    knowingly = forms.BooleanField(required=False)

    def __init__(self, data=None, *, user):
        super().__init__(data)
        offered, self.uses = areas.on_offer(), _in_use()
        # A tick would put a new area below one that is there, with lawyers in it perhaps.
        added = [one for one in offered if one.pk is None and one.parent and one.parent.pk]
        closed = [] if areas.may_move(user) else added
        self.offered = [area for area in offered if area not in closed]
        names = "、".join(f"“{area.name}”" for area in closed)
        self.left_to_others = LEFT_TO_OTHERS.format(names) if closed else ""
        choices = [(area.slug, area.name) for area in self.offered]
        field_of(self, "areas", forms.MultipleChoiceField).choices = choices
        self.left: list[str] = []  # what would be hidden although it is in use

    def clean(self):
        super().clean()
        slugs = self.cleaned_data.get("areas", [])
        if not slugs and not self.errors:
            raise forms.ValidationError(NOTHING_CHOSEN)
        self.left = [
            f"{area.name}（{self.uses[area.pk]}）"
            for area in self.offered
            if area.is_published and area.pk in self.uses and area.slug not in slugs
        ]
        if self.left and not self.cleaned_data["knowingly"]:
            raise forms.ValidationError(IN_USE.format("、".join(self.left)))
        return self.cleaned_data

    def rows(self) -> list[tuple[PracticeArea, bool, str]]:
        """The boxes in the order of the tree: as they were sent, or as the site is."""
        sent = self["areas"].value() or [] if self.is_bound else None
        return [
            (
                area,
                area.is_published if sent is None else area.slug in sent,
                self.uses.get(area.pk, ""),
            )
            for area in self.offered
        ]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    found = checklist.Checklist(request.user)
    if not found.total:
        raise PermissionDenied
    return page(request, "list", {"list": found, "title": "上线清单"})


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    need(request.user, "firm.change_sitesettings")
    if not SiteSettings.objects.update(opening_list=False):
        SiteSettings(opening_list=False).save()
    messages.success(request, PUT_AWAY)
    return redirect("admin:index")


def choose_areas(request: HttpRequest) -> HttpResponse:
    for right in RIGHTS:
        need(request.user, right)
    form = AreasForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        known = set(PracticeArea.objects.published().values_list("pk", flat=True))
        shown = areas.choose(slugs=set(form.cleaned_data["areas"]))
        only = Lawyer.objects.all()[:2]
        if len(only) == 1 and areas.may_move(cast(User, request.user)):
            only[0].areas.add(*shown)
        area_periods.propose(area for area in shown if area.pk not in known)
        note(request, f"办理的领域：{'、'.join(area.name for area in shown)}。")
        messages.success(request, f"已保存：本所办理{len(shown)}个领域。")
        return redirect(HOME)
    context = {"form": form, "title": "办理哪些领域"}
    return page(request, "areas", context, status=422 if form.errors else 200)


def note(request: HttpRequest, words: str) -> None:
    admin.site.get_model_admin(SiteSettings).log_change(request, SiteSettings.fresh(), words)


def page(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """A page of the list, which need not say again what the list says."""
    return office_page(request, f"opening/{name}", {"opening_said": True, **context}, status)


def own_site(request: HttpRequest) -> HttpResponse:
    """From the sample to an empty site of one's own: for a superuser, whose account goes along."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if not settings.SAMPLE_SITE:
        return redirect(HOME)
    context = {"title": "开始建自己的网站", "start": f"SAMPLE=only {places.START}"}
    if not sample.has_own_site(settings.DATA_DIR):
        if request.method != "POST":
            return page(request, "own_site", context)
        is_made = _make(_account(request))
        if not is_made and not sample.has_own_site(settings.DATA_DIR):  # nor by an earlier press
            messages.error(request, FAILED)
            return page(request, "own_site", context, status=500)
    # `serve` goes over by itself; where the processes are an operator's, they are started again.
    is_switched = parent_watch.VARIABLE in os.environ and sample.ends_with_own_site()
    return page(request, "own_site_made", {**context, "is_switched": is_switched})


def _account(request) -> str:
    """All that belongs to the account: how it logs in, and the login of this moment."""
    user = request.user
    rows = [
        user,
        *TOTPDevice.objects.filter(user=user),
        *StaticDevice.objects.filter(user=user),
        *StaticToken.objects.filter(device__user=user),
        *WebAuthnUserHandle.objects.filter(user=user),
        *WebAuthnCredential.objects.filter(user=user),
        *WebAuthnAttestation.objects.filter(credential__user=user),
        *Session.objects.filter(pk=request.session.session_key),
    ]
    return serializers.serialize("json", rows, use_natural_foreign_keys=True)


def _make(account: str) -> bool:
    """In a process of its own, whose settings lead to the draft; whether that was well."""
    with tempfile.TemporaryDirectory(prefix="own-", dir=settings.SITE_DIR) as folder:
        draft, empty = Path(folder) / sample.DATABASE, settings.SITE_DIR / sample.EMPTY
        if empty.exists():  # spares it the migrations
            shutil.copyfile(empty, draft)
        env = {**os.environ, "SAMPLE": "0", "DATABASE_URL": f"sqlite:///{quote(str(draft))}"}
        try:
            done = subprocess.run(  # noqa: S603  (no shell, fixed arguments)
                [sys.executable, "-m", "website.operations.serving.own_database"],
                input=account, text=True, cwd=settings.BASE_DIR, env=env, timeout=WITHIN,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


@require_POST
def make_draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Make the page from the firm's own particulars and open it: to be filled in, or to be read."""
    need(request.user, PAGE_RIGHT)
    need(request.user, "firm.add_page")
    if kind not in legal_pages.KINDS:
        raise Http404
    made = legal_pages.make_draft(PageKind(kind))
    note(request, f"生成草稿：{made.title}。")
    gaps = legal_pages.refusals(made)
    messages.success(request, "".join([DRAFTED, *gaps]))
    return redirect(legal_pages.CHANGE if gaps else "admin:confirm_page", made.pk)


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole text, and at its end who has read it and stands for it by name."""
    need(request.user, PAGE_RIGHT)
    user = cast(User, request.user)
    shown = get_object_or_404(Page, pk=pk, kind__in=legal_pages.KINDS)
    seen = salted_hmac("read", f"{user.pk}:{shown.title}:{shown.body}").hexdigest()
    name = people.real_name(user)
    context = {"title": "通读并确认", "shown": shown, "seen": seen, "name": name}
    context |= {"refusals": legal_pages.refusals(shown)}
    if request.method != "POST":
        return page(request, "confirm", context)
    typed = ConfirmForm(request.POST)
    if not typed.is_valid():
        wrong = next(iter(typed.errors.values()))[0]
    elif typed.cleaned_data["seen"] != seen:
        wrong = legal_pages.CHANGED.format(shown.title)
    else:
        told = typed.cleaned_data["name"]
        try:
            with transaction.atomic():
                if not name and told != user.get_username():
                    people.give_name(user, told)
                    user.save(update_fields=["last_name", "first_name"])
                made = legal_pages.confirm_page(page=shown, by=user)
            note(request, f"确认页面：{made.title}第{made.version}版。")
            messages.success(request, CONFIRMED.format(made.title))
            return redirect(HOME)
        except legal_pages.NotReadyError as refusal:
            wrong = str(refusal)
    return page(request, "confirm", {**context, "wrong": wrong}, status=422)


def urls(site) -> list:
    guarded = site.admin_view
    return [
        path("opening/", guarded(home), name="opening"),
        path("opening/put-away/", guarded(put_away), name="put_opening_away"),
        path("opening/areas/", guarded(choose_areas), name="opening_areas"),
        path("opening/own-site/", guarded(own_site), name="own_site"),
        path("opening/draft/<slug:kind>/", guarded(make_draft), name="draft_page"),
        path("opening/confirm/<int:pk>/", guarded(confirm), name="confirm_page"),
    ]
