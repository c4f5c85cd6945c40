"""A post that could not even reach the page: its text comes back, with the way to send it again.

Asks nothing of the consultation, which may be closed to whoever posts.
"""

from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

PAGE = "admin:consult_consultation_change"
LOGGED_OUT = (
    "登录已经过期，下面的文字没有发出，也没有存上。请在新窗口登录，再回到这里点“再试一次”。"
)
STALE = "页面停留太久，下面的文字没有发出，也没有存上。请点“再试一次”。"
HANDED_ON = (
    "这条咨询现在不归您办理，可能刚刚由同事接手。下面的文字没有发出，也没有存上，需要的话请先复制。"
)
BUSY = "系统正忙，下面的文字没有发出，也没有存上。请等几秒再点“再试一次”。"
BUSY_ELSE = "系统正忙，刚才的操作没有完成。请等几秒再试一次。"
KEPT = ("action", "token", "canned", "article", "find", "draft", "message", "limitation_on")
TEXTS = ("text", "note")


def is_desk_page(path: str) -> bool:
    """Whether an address is the page of a consultation."""
    try:
        return resolve(path).view_name == PAGE
    except Resolver404:
        return False


def text_of(request) -> str:
    """What was typed in a post, wherever it stood."""
    return next(filter(None, (request.POST.get(name) for name in TEXTS)), "")


def busy(request):
    """The database is locked for longer than one can wait."""
    return show(request, BUSY if text_of(request) else BUSY_ELSE, 503)


def show(request, why: str, status: int):
    """The posted text with the reason why it was not taken."""
    context = {
        "why": why,
        "login": reverse("admin:login") if why == LOGGED_OUT else "",
        "kept": [(name, request.POST[name]) for name in KEPT if name in request.POST],
        "texts": [(name, request.POST[name]) for name in TEXTS if request.POST.get(name)],
        "had_files": bool(request.FILES),
    }
    template = "admin/consult/consultation/unsent.html"
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
