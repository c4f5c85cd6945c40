"""A post that could not even reach its page: all of it comes back, with the way to send it again.

Nothing is read of what the page is about, which may be closed to whoever posts.
"""

import re

from django.apps import apps
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from richtext.base import disk
from richtext.core import tree
from richtext.core.sanitise import bounded

LOGGED_OUT = (
    "登录已过期，刚才的内容没有提交成功，都还在下面。请在新窗口登录，再回到这里点“再试一次”。"
)
STALE = "页面停留太久，刚才的内容没有提交成功，都还在下面。请点“再试一次”。"
BUSY = "系统正忙，刚才的操作没有完成，所写内容没有保存。请稍后再点“再试一次”。"
NO_ROOM = (
    "服务器磁盘已满，刚才的操作没有完成，所写内容没有保存，请先复制。"
    "请通知运维人员清理磁盘，有了空间再点“再试一次”。"
)
TYPED = re.compile(r"[\u3400-\u9fff]|\S\s+\S")  # by a person: Chinese, or more than one word
NO_NAME = "其他内容"


def plain_texts(request) -> dict[str, str]:
    """Labels of the texts of a page by their names, where its admin knows that they are plain."""
    match = request.resolver_match
    page = (match.url_name or "").rpartition("_")[2]
    return getattr(match.kwargs.get("admin"), "texts", {}).get(page, {})


def has_password(request) -> bool:
    return any("password" in name for name in request.POST)


def typed(request) -> list[tuple[str, str, str]]:
    """Name, label and text of what a person typed; nothing where that holds a password."""
    post = request.POST
    if has_password(request):
        return []
    texts = [(name, label, post.get(name)) for name, label in plain_texts(request).items()]
    if plain := [text for text in texts if text[2]]:
        return plain
    try:
        app, model = request.path.removeprefix(reverse("admin:index")).split("/")[:2]
        columns = {one.name: one for one in apps.get_model(app, model)._meta.get_fields()}
    except (LookupError, ValueError):
        columns = {}
    return [
        (name, str(getattr(columns.get(name), "verbose_name", NO_NAME)), value)
        for name, value in post.items()
        if not name.startswith("_") and TYPED.search(value)  # and no button, such as 保存
    ]


def first_text(request) -> str:
    return next((text for _, _, text in typed(request)), "")


def show(request, why: str, status: int):
    """The page with the post; what is no rich text can be written on, and is sent by its box."""
    texts = typed(request)
    rich = not any(name in plain_texts(request) for name, _, _ in texts)
    left_out = {"csrfmiddlewaretoken"}  # the page has a token of its own
    if rich:
        texts = [(name, label, tree.plain(bounded(text))) for name, label, text in texts]
    else:
        left_out |= {name for name, _, _ in texts}
    hidden = [one for one in request.POST.lists() if one[0] not in left_out]
    context = {
        "title": "没有提交成功",
        "why": why,
        "login": reverse("admin:login") if why == LOGGED_OUT else "",
        "kept": [(name, value) for name, values in hidden for value in values],
        "texts": texts,
        "rich": rich,
        "had_files": any(request.FILES.values()),
    }
    response = render(request, "admin/unsent.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def busy(request):
    """The database is locked for longer than one can wait, or the disk is full."""
    return show(request, NO_ROOM if disk.is_full(settings.DATA_DIR) else BUSY, 503)
