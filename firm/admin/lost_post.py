"""A post that could not even reach its page: all of it comes back, with the way to send it again.

Nothing is read of what the page is about, which may be closed to whoever posts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from richtext.core import structure

LOGGED_OUT = (
    "登录已过期，刚才的内容没有提交成功，都还在下面。请在新窗口登录，再回到这里点“再试一次”。"
)
STALE = "页面停留太久，刚才的内容没有提交成功，都还在下面。请点“再试一次”。"
TYPED = re.compile(r"[\u3400-\u9fff]|\S+\s+\S+")  # by a person: Chinese, or more than one word
NO_NAME = "其他内容"


@dataclass(frozen=True)
class Texts:
    """The texts that are typed on some pages, with labels; rich ones are shown as plain text."""

    pages: frozenset[str]
    labels: Mapping[str, str]
    rich: bool = False

    def are_typed_on(self, path: str) -> bool:
        try:
            return resolve(path).view_name in self.pages
        except Resolver404:
            return False

    def of(self, request) -> str:
        """The first text of a post, wherever it stood; "" without one."""
        return next(filter(None, (request.POST.get(name) for name in self.labels)), "")

    def show(self, request, why: str, status: int) -> HttpResponse:
        shown = structure.plain if self.rich else str
        # The page has a token of its own, and what can be written on is sent by its box.
        left_out = {"csrfmiddlewaretoken", *([] if self.rich else self.labels)}
        hidden = [(name, values) for name, values in request.POST.lists() if name not in left_out]
        texts = [(name, label, request.POST.get(name)) for name, label in self.labels.items()]
        context = {
            "title": "没有提交成功",
            "why": why,
            "login": reverse("admin:login") if why == LOGGED_OUT else "",
            "kept": [(name, value) for name, values in hidden for value in values],
            "texts": [(name, label, shown(text)) for name, label, text in texts if text],
            "rich": self.rich,
            "had_files": any(request.FILES.values()),
        }
        response = render(request, "admin/unsent.html", context, status=status)
        response["Cache-Control"] = "no-store, private"
        return response

    def behind_login(self, site, view: Callable) -> Callable:
        """A page behind the login, which would swallow what was typed when a session ends."""
        closed = site.admin_view(view)

        def opened(request, *args, **kwargs):
            if self.of(request) and not site.has_permission(request):
                return self.show(request, LOGGED_OUT, 401)
            return closed(request, *args, **kwargs)

        return opened


def any_texts(request) -> Texts | None:
    """What was typed into a form without `Texts` of its own; None where that holds a password."""
    if any("password" in name for name in request.POST):
        return None
    fields = [(name, value) for name, value in request.POST.items() if not name.startswith("_")]
    typed = [name for name, value in fields if TYPED.search(value)]  # and no button, such as 保存
    try:
        app, model = request.path.removeprefix(reverse("admin:index")).split("/")[:2]
        columns = {one.name: one for one in apps.get_model(app, model)._meta.get_fields()}
    except (LookupError, ValueError):
        columns = {}
    labels = {name: str(getattr(columns.get(name), "verbose_name", NO_NAME)) for name in typed}
    return Texts(frozenset(), labels, rich=True) if labels else None
