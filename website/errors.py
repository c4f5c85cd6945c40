"""Error pages in the site's design; the one for 500 needs neither database nor context."""

import logging
import sys

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from consult.admin import unsent
from consult.forms import ConsultationForm
from consult.views import show_form, show_thread_again

log = logging.getLogger("antou.errors")

TEXTS = {
    400: ("请求有误", "浏览器发来的内容不完整或格式不对，请返回上一页重试。"),
    403: ("没有权限", "您没有查看这一页的权限。"),
    404: ("没有找到这一页", "网址可能写错了，或者内容已经移走。"),
    405: ("不能这样打开这一页", "请从网站上的链接或按钮进入。"),
    410: ("内容已撤下", "这一页的内容已经撤下，不再提供。"),
    413: ("内容太大", "一次提交的内容太大了，请删减后再提交。"),
    415: ("编码不受支持", "请用UTF-8编码提交。"),
    429: ("操作太频繁", "为了安全，请稍等一会儿再试。"),
}


# The browser still has what was written on the page before.
TOO_LARGE_IN_OFFICE = (
    "提交的内容太大，网站没有收下，也没有改动任何东西。请按浏览器的“后退”回到刚才的页面，"
    "写的内容一般还在；把文章拆成几篇，或者把图片改为用“上传图片”放进正文，再保存一次。"
)


def page(request, status, message=""):
    """An error page with a sentence and a way on."""
    title, text = TEXTS[status]
    if status == 413 and request.path_info.startswith(reverse("admin:index")):
        text = TOO_LARGE_IN_OFFICE
    context = {"status": status, "title": title, "text": message or text}
    return render(request, "error.html", context, status=status)


def bad_request(request, exception):
    """400, 413 where the body was too large, 503 where the session could not be written."""
    if isinstance(exception, SessionInterrupted):
        return _plain(503)
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request, exception):
    """403."""
    return page(request, 403)


def page_not_found(request, exception):
    """404."""
    return page(request, 404)


def server_error(request):
    """500, from a template that asks nothing of anybody; 503 when the database is busy or away."""
    return _plain(503 if isinstance(sys.exception(), OperationalError) else 500)


def _plain(status):
    return HttpResponse(render_to_string("500.html", {"status": status}), status=status)


def csrf_failure(request, reason=""):
    """A post without a good token: the consultation form comes back with all that was typed."""
    try:
        request.POST  # noqa: B018  (read here for the first time)
    except UnreadablePostError:  # the connection broke while a file was on its way
        return page(request, 400)
    if request.path == reverse("consult:new"):
        # No address: what a foreign site posts is not counted.
        form = ConsultationForm(request.POST, request.FILES)
        form.errors.clear()
        form.add_error(None, "页面停留太久，没有提交成功。您写的内容还在下面，请再提交一次。")
        return show_form(request, form, status=403)
    if request.path == reverse("consult:thread"):
        return show_thread_again(request)
    if unsent.is_desk_page(request.path) and unsent.text_of(request):
        return unsent.show(request, unsent.STALE, 403)
    return page(request, 403, "页面停留太久或浏览器禁用了Cookie，请返回上一页刷新后重试。")


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """429 after too many wrong passwords."""
    return page(request, 429, "密码错误次数太多，账号已暂时锁定，请一小时后再试。")
