"""Addresses for the script that stores what is being typed (unsaved.js).

They answer JSON and never lead to another page: words that could not be stored are said to be so.
"""

from collections.abc import Callable
from functools import wraps

from django.db import OperationalError
from django.http import JsonResponse

LOGGED_OUT = "登录已过期。写的内容还在这一页，请在新窗口登录后回来接着写。"
BUSY = "系统繁忙，稍后自动重试。"


def answer(status=200, **said) -> JsonResponse:
    """JSON of which no copy is kept; `error` tells who types why nothing was stored."""
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def for_script(view: Callable) -> Callable:
    """A view of an admin that says in JSON too that a session has ended or nothing is stored."""

    @wraps(view)
    def guarded(request, admin, **kwargs):
        if not admin.admin_site.has_permission(request):
            return answer(401, error=LOGGED_OUT)
        try:
            return view(request, admin, **kwargs)
        except OperationalError:
            return answer(503, error=BUSY)

    return guarded
