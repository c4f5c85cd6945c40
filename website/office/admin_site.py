"""The admin site: the desk and the editorial office."""

from functools import update_wrapper

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.db import OperationalError
from django.shortcuts import redirect
from django.urls import reverse

from firm.site.identity import Identity
from firm.site.required_particulars import missing_particulars
from outbox import services as outbox
from website.office import forgotten, start_page
from website.office.accounts import OwnPasswordForm
from website.office.admin_base import OfficeAdmin
from website.office.login import backend, sessions
from website.office.opening import checklist
from website.office.second_factor import devices, passkeys
from website.office.second_factor.forms import DeskLoginForm

ORDER = ["consult", "articles", "calculators", "statutes", "firm", "outbox", "redirects", "auth"]


class DeskSite(admin.AdminSite):
    """Django's admin with the firm's words, a banner of what is missing, a second factor."""

    site_header = "案头"
    site_title = "案头"
    index_title = "工作台"
    empty_value_display = "无"
    enable_nav_sidebar = False  # the menu is our own (admin/menu.html)
    login_form = DeskLoginForm

    def register(self, model_or_iterable, admin_class=None, **options):
        from firm.admin.base import SectionedMixin  # its package needs the models

        base = admin_class or admin.ModelAdmin
        # Statutes know nothing of the firm, so that a form in sections only says which are open.
        parts = [SectionedMixin] if hasattr(base, "open_sections") else []
        bases = (OfficeAdmin, base, *parts)
        careful = type(base.__name__, bases, {"__module__": base.__module__})
        super().register(model_or_iterable, careful, **options)

    def get_urls(self):
        """Without `r/`, which answers 500 to a key of another kind; no page leads there."""
        from consult.admin import figures  # as in `index`
        from website.office import heads, mail_server, pictures, test_message
        from website.office.law_review import views as law_review
        from website.office.opening import views as opening
        from website.office.people import views as people
        from website.office.second_factor import views as second_factor

        rooms = [test_message, mail_server, law_review, opening, people, sessions, heads]
        rooms += [pictures, figures]
        own = [*forgotten.urlpatterns, *second_factor.urlpatterns]
        own += [url for room in rooms for url in room.urls(self)]
        return own + [
            url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"
        ]

    def admin_view(self, view, cacheable=False):
        """A post that finds no login, or cannot be stored, comes back with all that was typed."""
        from firm.admin import lost_post  # its package needs the models

        closed = super().admin_view(view, cacheable)

        def opened(request, *args, **kwargs):
            posted = request.method == "POST"
            if posted and not self.has_permission(request) and lost_post.typed(request):
                return lost_post.show(request, lost_post.LOGGED_OUT, 401)
            try:
                return closed(request, *args, **kwargs)
            except OperationalError:
                if not posted or lost_post.has_password(request):
                    raise
                return lost_post.busy(request)

        return update_wrapper(opened, view)

    def has_permission(self, request):
        allowed = super().has_permission(request)
        return allowed and (not settings.OTP_REQUIRED or request.user.is_verified())

    def login(self, request, extra_context=None):
        """Every closed page leads here; who only lacks a second factor is led on to get one."""
        # The page of Django has a `site` of its own, which knows nothing of the firm.
        page = {"site": Identity(), **(extra_context or {})}
        page["takes_passkeys"] = not passkeys.hindrance(request)
        page["passkey_refused"] = passkeys.REFUSED if "passkey" in request.GET else ""

        unverified = super().has_permission(request) and not self.has_permission(request)
        if request.method == "GET" and unverified and not devices.has_any(request.user):
            return redirect("admin:second_factor")
        response = super().login(request, {"unverified": unverified, **page})
        return backend.finish(request, response) if request.method == "POST" else response

    def password_change(self, request, extra_context=None):
        """One's own password; the old one is a guess like one at the login."""
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            template_name="registration/password_change_form.html",
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        if request.method != "POST":
            return view(request)
        return backend.counted(request, lambda: view(request))

    def index(self, request, extra_context=None):
        """The desk first, then what is out of order, the common jobs."""
        from consult.admin import start_page as desk  # would register pages with this very site

        found = desk.context(request.user)
        alarms, backup_line = start_page.health(request.user)
        context = {
            **found,
            **checklist.tile(request.user),
            "alarms": [*found["alarms"], *alarms],
            "backup_line": backup_line,
            "jobs": start_page.jobs_for(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(self, request, app_label, extra_context=None):
        """The menu has what is in an app."""
        return redirect("admin:index")

    def get_app_list(self, request, app_label=None):
        """In the order in which the house works, not by the code points of Chinese names."""
        found = super().get_app_list(request, app_label)
        places = {label: place for place, label in enumerate(ORDER)}
        return sorted(found, key=lambda app: places.get(app["app_label"], len(ORDER)))

    def each_context(self, request):
        context = super().each_context(request)
        context["menu"] = start_page.grouped(context["available_apps"], request.user)
        context["menu_here"] = start_page.here(context["menu"], request.path)
        context["menu_folded"] = start_page.MORE
        if self.has_permission(request):
            context["session_left"] = sessions.seconds_left(request.session)[0]
            context["missing_particulars"] = missing_particulars()
            # Asked of the database only where a template shows it.
            context["worker_is_silent"] = outbox.worker_is_silent
            context["offer_second_factor"] = lambda: not devices.has_any(request.user)
        return context
