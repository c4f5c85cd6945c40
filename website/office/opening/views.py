"""The pages of the list: the list itself, areas, and what several pages need."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.law import proposed_periods
from firm.models import PracticeArea, SiteSettings
from firm.site import chosen_areas
from website.office.opening import areas, checklist

HOME = "admin:opening"
TITLE = "上线清单"
SETTING_RIGHT = "firm.change_sitesettings"
PUT_AWAY = (
    "工作台上不再显示上线清单，点右上角您的名字仍能打开。"
    "想再显示，请到“网站设置”里勾选“显示上线清单”。"
)


def need(user, *rights: str) -> None:
    """PermissionDenied for who lacks one of the rights."""
    if not user.has_perms(rights):
        raise PermissionDenied


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The list as it stands for this person."""
    found = checklist.for_user(request.user)
    if not found.total:
        raise PermissionDenied
    return page(request, "list", {"list": found, "title": TITLE})


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Take the list from the start page; in the settings it is taken out again."""
    need(request.user, SETTING_RIGHT)
    if not SiteSettings.objects.update(opening_list=False):
        SiteSettings(opening_list=False).save()
    messages.success(request, PUT_AWAY)
    return redirect("admin:index")


@never_cache
def choose_areas(request: HttpRequest) -> HttpResponse:
    """Tick the areas of the firm."""
    need(request.user, *areas.RIGHTS)
    form = areas.AreasForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        known = set(PracticeArea.objects.published().values_list("pk", flat=True))
        shown = chosen_areas.choose(slugs=set(form.cleaned_data["areas"]))
        proposed_periods.propose(area for area in shown if area.pk not in known)
        note(request, f"办理的领域：{'、'.join(area.name for area in shown)}。")
        messages.success(request, areas.SAVED.format(len(shown)))
        return redirect(HOME)
    context = {"form": form, "title": areas.TITLE, "what_happens": areas.WHAT_HAPPENS}
    return page(request, "areas", context, status=422 if form.errors else 200)


def note(request: HttpRequest, words: str) -> None:
    """Record in the history of the settings what was done for the whole site."""
    admin.site.get_model_admin(SiteSettings).log_change(request, SiteSettings.fresh(), words)


def page(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """A page of the list within the admin, which need not say again what the list says."""
    context = {**admin.site.each_context(request), "opening_said": True, **context}
    return render(request, f"admin/opening/{name}.html", context, status=status)
