"""Error pages in the site's design, also of a host that is not open yet and without a database."""

import re
import sys
import tomllib
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpResponse, UnreadablePostError
from django.http.request import split_domain_port
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from articles import answers
from consult.files.types.upload_handler import LARGEST, MOST_FILES
from consult.forms.intake import ConsultationForm
from consult.public.intake import show_form, show_step
from consult.public.thread import show_thread_again
from firm.admin import lost_post
from firm.base import current_site
from firm.base.current_site import absolute_url
from firm.models import Lawyer
from firm.site.head import Head
from richtext.base import disk, page_cache

# A lawyer's host name that the operator has not allowed yet.
UNOPENED_TITLE = "{}的网站尚未开通"
UNOPENED_TEXT = "该网址尚未开通。请到律所网站查看{}的介绍、文章和联系方式。"
UNOPENED_WAY = "查看{}的介绍"

_TEXTS = tomllib.loads(Path(__file__).with_name("errors.toml").read_text("utf-8"))
TEXTS = {int(status): (said["title"], said["text"]) for status, said in _TEXTS.items()}
TEXTS[503] = TEXTS[500]
SEARCHED = {404, 410}  # where a search is the best way on
FOUND = 3  # articles that it shows at once

# The browser still has what was written on the page before.
TOO_LARGE_IN_OFFICE = (
    "提交的内容过大，未能保存，原有内容没有改动。请按浏览器的“后退”回到刚才的页面，"
    "所写内容一般还在；请把文章拆成几篇，或用“上传图片”插入图片，然后重新保存。"
)
TOO_LARGE_TO_ASK = (
    f"一次最多{MOST_FILES}个，每个不超过{LARGEST // 1024**2}MB。"
    "请按浏览器的“后退”回到刚才的页面，所写内容一般还在；请删去或压缩过大的附件，然后重新提交。"
)
TOO_LARGE_TO_ASK_TITLE = "附件过大，未能上传"
NOT_IN_OFFICE = "网址可能有误，或该条记录已经删除。"
NO_ROOM_IN_OFFICE = (
    "服务器磁盘已满，刚才的操作没有完成，登录也可能失败。请通知运维人员清理磁盘，"
    "有了空间，网站自动恢复。"
)
STALE = (
    "页面停留过久，或浏览器未保存Cookie，因此没有提交。"
    "请返回上一页，刷新后重试；内容较多时请先复制保存。"
)
NOT_STORED = (
    "网站暂时无法保存，刚才的内容没有提交，都还在下面（附件需要重新选择）。"
    "请稍后点“重新提交”，或先复制保存。"
)
SECRET = {"code", "otp_token", "token_value"}
ASK_NOTHING = (settings.STATIC_URL, settings.MEDIA_URL, "/readyz", "/metrics")
STALE_FORM = "页面停留过久，未能提交。您填写的内容仍在下面，请重新提交。"
# How the reasons begin of a post that another site has written: nothing of it is a person's own.
FOREIGN = ("Origin", "Referer")


def unopened_host(request) -> HttpResponse | None:
    """The answer on a lawyer's host that is not allowed yet, else None. What the request calls the
    host is compared and never printed, nor does anything lead to it."""
    host = split_domain_port(request.META.get("HTTP_HOST", ""))[0]
    try:
        lawyer = Lawyer.objects.published().filter(hostname=host).first() if host else None
    except Error:  # no database: the usual page of an error
        return None
    if lawyer is None:
        return None
    context = {
        "title": UNOPENED_TITLE.format(lawyer.title),
        "text": UNOPENED_TEXT.format(lawyer.title),
        "name": UNOPENED_WAY.format(lawyer.title),
        "address": absolute_url(lawyer.get_absolute_url()),
    }
    body = render_to_string("not_open.html", context)
    return HttpResponse(body, status=503, headers={"Retry-After": "86400"})  # a day


def page(request, status, message="", retry_after=0):
    title, text = TEXTS[status]
    # On the own site of a lawyer there is no office.
    office = not current_site.current() and request.path_info.startswith(reverse("admin:index"))
    if office:
        own = {404: NOT_IN_OFFICE, 413: TOO_LARGE_IN_OFFICE}.get(status, "")
    else:
        asks = status == 413 and request.path_info.startswith(reverse("consult:new"))
        own = TOO_LARGE_TO_ASK if asks else ""
    text = message or own or text
    title = TOO_LARGE_TO_ASK_TITLE if text == TOO_LARGE_TO_ASK else title
    # The last Chinese words of an address, to search for: /旧站/离婚-抚养费.html says a lot.
    parts = (re.findall(r"[\u4e00-\u9fff]+", one) for one in reversed(request.path_info.split("/")))
    words = " ".join(next(filter(None, parts), []))[:30]
    search = status in SEARCHED and not office
    known = {"status": status, "title": title, "text": text, "office": office, "search": search}
    context = {**known, "head": Head(title=title, index=False), "words": words}
    template = "error.html"
    try:
        answer = answers.find(words, FOUND) if search and words else answers.Answers()
        # What is only the nearest there is has nothing to do with the address.
        context["answer"] = answers.Answers() if answer.is_far else answer
        # Errors that come before the login is read know nobody.
        user = getattr(request, "user", None)
        if office and user and admin.site.has_permission(request):
            template, context = "admin/error.html", {**admin.site.each_context(request), **context}
        response = render(request, template, context, status=status)
    except Error:  # no database: the same words without anything that has to be asked for
        page_cache.facts().is_shared = False
        response = plain(status, text)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def bad_request(request, exception):
    """400, 413 for too large a body, 503 for a lost session or a lawyer's host not open yet."""
    if isinstance(exception, SessionInterrupted):
        return plain(503)
    if isinstance(exception, DisallowedHost) and (unopened := unopened_host(request)):
        return unopened
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request, exception):
    return page(request, 403)


def page_not_found(request, exception):
    return page(request, 404)


def server_error(request):
    """500, from a template that asks nothing of anybody; 503 when nothing can be stored now."""
    if not isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return plain(500)
    return nothing_stored(request)


class Passed(FileUploadHandler):
    """Reads no file: there is nowhere to store it."""

    def new_file(self, *args, **kwargs):
        raise SkipFile


def database_away(get_response):
    """Answers at once while the server knows that the database is away, and waits for nothing."""

    def respond(request):
        if not request.META.get("antou.is_away") or request.path_info.startswith(ASK_NOTHING):
            return get_response(request)
        request.upload_handlers = [Passed(request)]
        response = nothing_stored(request)
        response._has_been_logged = True  # one line for each visitor would say nothing more
        return response

    return respond


def nothing_stored(request):
    """503 with what was typed, to be sent again: a page that asks nothing of the database."""
    office = request.path_info.startswith(reverse("admin:index"))
    if office and disk.is_full(settings.DATA_DIR):
        return plain(503, NO_ROOM_IN_OFFICE)
    try:
        posted = dict(request.POST.lists()) if _is_own(request) else {}
    except (UnreadablePostError, SuspiciousOperation):
        posted = {}
    # Neither a password nor a receipt code is ever shown again.
    if any("password" in name or name in SECRET for name in posted):
        posted = {}
    names = {name: field.label for name, field in ConsultationForm.base_fields.items()}
    texts, kept = [], []
    for name, value in ((name, value) for name, values in posted.items() for value in values):
        if (value and name in names) or lost_post.TYPED.search(value):
            texts.append((name, names.get(name, lost_post.NO_NAME), value))
        else:
            kept.append((name, value))
    if not texts:
        return plain(503)
    context = {"status": 503, "title": TEXTS[503][0], "text": NOT_STORED}
    body = render_to_string("unsent.html", {**context, "texts": texts, "kept": kept})
    headers = {"Retry-After": "120", "Cache-Control": "no-store, private"}
    return HttpResponse(body, status=503, headers=headers)


def _is_own(request):
    """Whether a post comes from a page of ours: what another site wrote is nobody's typing."""
    told, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = f"{request.scheme}://{request.get_host()}"
    is_own = told in {None, "same-origin"} and origin in {None, ours}
    return request.method == "POST" and is_own


def plain(status, text="", title=""):
    """An error page for which neither a context nor a database is needed."""
    known, own = TEXTS[status]
    context = {"status": status, "title": title or known, "text": text or own}
    response = HttpResponse(render_to_string("500.html", context), status=status)
    if status == 503:
        response.headers["Retry-After"] = "120"
    return response


def csrf_failure(request, reason=""):
    """A post without a good token: what was typed comes back, but not what another site has written
    into the office: the click would make it the person's."""
    try:
        request.POST  # noqa: B018  (read here for the first time)
    except UnreadablePostError:  # the connection broke while a file was on its way
        return page(request, 400)
    if request.path == reverse("consult:new"):
        # No address: what a foreign site posts is not counted.
        form = ConsultationForm(request.POST, request.FILES)
        if form.is_shown_again and _is_own(request):  # it stores nothing, and brings the cookie
            return show_step(request, form)
        form.errors.clear()
        form.add_error(None, STALE_FORM)
        return show_form(request, form, status=403)
    if request.path == reverse("consult:thread"):
        return show_thread_again(request)
    if reason.startswith(FOREIGN):
        return page(request, 403, STALE)
    if request.path.startswith(reverse("admin:index")) and lost_post.typed(request):
        why = lost_post.STALE if request.user.is_authenticated else lost_post.LOGGED_OUT
        return lost_post.show(request, why, 403)
    return page(request, 403, STALE)
