"""What stands before every page of the client's side: headers, access, a busy database."""

from functools import wraps

from django.conf import settings
from django.db import OperationalError
from django.shortcuts import render
from django.urls import reverse

from consult.base.policy import NotAllowedError
from consult.client import session
from consult.forms.thread import CodeForm, MessageForm
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base import disk

BUSY = "网站繁忙，操作未完成，请稍后重试。"
DESCRIPTION = "输入提交咨询时获得的查询码，即可查看律师的答复、继续追问。"
BUSY_WRITTEN = "网站繁忙，未能发送。您填写的内容仍在下面，请稍后重新发送。"
NOT_STORED = "网站暂时无法保存内容，未能提交。您填写的内容仍在下面，请先复制保存，稍后重新提交{}。"
CALL = "；如情况紧急，请直接致电{}"


def confidential(view):
    """Decorator: no cache, no referrer (but to ourselves, for CSRF), no indexing."""

    @wraps(view)
    def wrapped(*args, **kwargs):
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer, same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapped


def cannot_store(busy):
    """Why nothing could be stored: the disk is full, or others write for too long (`busy`)."""
    if not disk.is_full(settings.DATA_DIR):
        return busy
    phone = Identity().phone
    return NOT_STORED.format(CALL.format(phone) if phone else "")


def requires_code(view):
    """A page behind the code: `view(request, consultation)`; who has no access is asked for it."""

    @confidential
    @wraps(view)
    def wrapped(request, **kwargs):
        try:
            held = session.had_access(request)
            consultation = session.current(request)
            if consultation is None:
                return ask_code(request, expired=held, locked=not held, status=403)
            return view(request, consultation, **kwargs)
        except OperationalError:
            return plain_page(request, "请稍后再试", BUSY, status=503)
        except NotAllowedError as refusal:
            return plain_page(request, "操作未完成", str(refusal), status=409)

    return wrapped


def head_of(title, description):
    """The head of what is reached by 查看答复."""
    trail = [HOME, ("查看答复", reverse("consult:thread"))]
    return Head(title=title, description=description, index=False, trail=trail)


def plain_page(request, title, *sentences, status=200, to_thread=True):
    context = {"title": title, "sentences": sentences, "to_thread": to_thread}
    context["head"] = Head(title=title, index=False)
    return render(request, "consult/plain.html", context, status=status)


def carried(request):
    """What a client wrote before the code was asked for again: text and files; None for nothing."""
    if not (request.POST.get("text") or request.POST.get("kept") or request.FILES):
        return None
    posted = MessageForm(request.POST, request.FILES)
    posted.park(request.META["REMOTE_ADDR"])
    typed = {name: request.POST.get(name, "") for name in ("text", "token")}
    form = MessageForm(initial=typed)
    form.parked, form.said = posted.parked, posted.said
    return form


def ask_code(request, status=200, **said):
    """Ask for the code; a text that was not sent yet stays on the page, a code does not."""
    title = "未能打开：查看答复" if said else "查看答复"  # read aloud before anything else
    form = CodeForm()
    if said:
        attributes = {"aria-describedby": "code-said id_code_helptext"}
        wrong = {"aria-invalid": "true"} if said.get("wrong") or said.get("slip") else {}
        form.fields["code"].widget.attrs.update(attributes | wrong)
    context = {
        "form": form,
        "written": carried(request),
        "head": head_of(title, DESCRIPTION),
        **said,
    }
    return render(request, "consult/code.html", context, status=status)
