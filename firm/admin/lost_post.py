"""A post that could not even reach its page: all of it comes back, with the way to send it again.

Nothing is asked of what the page is about, which may be closed to whoever posts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from richtext.core import structure

TITLE = "没有提交成功"
LOGGED_OUT = (
    "登录已过期，刚才的内容没有提交成功，都还在下面。请在新窗口登录，再回到这里点“再试一次”。"
)
STALE = "页面停留太久，刚才的内容没有提交成功，都还在下面。请点“再试一次”。"
NAMELESS = {"csrfmiddlewaretoken"}  # the page has its own


@dataclass(frozen=True)
class Texts:
    """The texts that are typed on some pages: names of the addresses, labels of the fields.

    Rich ones (HTML) are shown as plain text, to be read and copied; the others can be written on.
    """

    pages: frozenset[str]
    labels: Mapping[str, str]
    rich: bool = False

    def are_typed_on(self, path: str) -> bool:
        """Whether an address is one of the pages."""
        try:
            return resolve(path).view_name in self.pages
        except Resolver404:
            return False

    def of(self, request) -> str:
        """The first text of a post, wherever it stood; "" without one."""
        return next(filter(None, (request.POST.get(name) for name in self.labels)), "")

    def show(self, request, why: str, status: int) -> HttpResponse:
        """The posted texts with the reason why they were not taken."""
        named = {name for name in self.labels if not self.rich}
        context = {
            "title": TITLE,
            "why": why,
            "login": reverse("admin:login") if why == LOGGED_OUT else "",
            "kept": [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in NAMELESS | named
            ],
            "texts": [
                (name, label, self._shown(request.POST[name]))
                for name, label in self.labels.items()
                if request.POST.get(name)
            ],
            "rich": self.rich,
            "had_files": any(request.FILES.values()),
        }
        response = render(request, "admin/unsent.html", context, status=status)
        response["Cache-Control"] = "no-store, private"
        return response

    def _shown(self, text):
        return structure.plain(text) if self.rich else text

    def behind_login(self, site, view: Callable) -> Callable:
        """A page behind the login, which would swallow what was typed when a session ends."""
        closed = site.admin_view(view)

        def opened(request, *args, **kwargs):
            if self.of(request) and not site.has_permission(request):
                return self.show(request, LOGGED_OUT, 401)
            return closed(request, *args, **kwargs)

        return opened


def fresh_token(request, site) -> HttpResponse:
    """The token of this login, as JSON, for a page that is older; 401 without a login.

    With it the post that a login in another window has made stale goes with one click.
    """
    allowed = site.has_permission(request)
    said = {"token": get_token(request)} if allowed else {}
    response = JsonResponse(said, status=200 if allowed else 401)
    response["Cache-Control"] = "no-store, private"
    return response
