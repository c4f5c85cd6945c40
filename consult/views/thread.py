"""The thread of a client: enter the code, read, add, leave."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consult import access, services, throttle
from consult.crypto import opens
from consult.enums import STATES
from consult.forms import CodeForm, MessageForm
from consult.views.confidential import confidential
from firm.head import Head

SENT = "consult_sent"  # that the next page says once that a message was sent


@confidential
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request):
    """Enter the code, see the thread, add to it, leave."""
    action = request.POST.get("action", "code") if request.method == "POST" else "show"
    if action == "code":
        return _enter(request)
    if action == "leave":
        access.end(request)
        return redirect("consult:thread")
    consultation = access.current(request)
    if consultation is None:
        return _ask_code(request, expired=action == "message")
    if action == "message":
        return _add(request, consultation)
    return _show(request, consultation, MessageForm())


@confidential
def show_thread_again(request):
    """The thread for a post whose CSRF token had gone: nothing typed is lost."""
    consultation = access.current(request)
    if consultation is None:
        return _ask_code(request, expired=True, status=403)
    form = MessageForm(request.POST)
    form.add_error(None, "页面停留太久，没有发送成功。您写的内容还在下面，请再发送一次。")
    return _show(request, consultation, form, status=403)


def _enter(request):
    party = request.META["REMOTE_ADDR"]
    wait = throttle.begin_guess(party)
    if wait:
        return _ask_code(request, wait=wait, status=429)
    form = CodeForm(request.POST)
    code = form.cleaned_data["code"] if form.is_valid() else None
    consultation = services.find_by_code(code=code)
    if consultation is None:
        return _ask_code(request, wrong=True, status=422)
    throttle.right_guess(party)
    access.grant(request, consultation)
    services.record_client_opening(consultation=consultation)
    kept = request.POST.get("text")
    if kept:
        return _show(request, consultation, MessageForm(initial={"text": kept}))
    return redirect("consult:thread")


def _ask_code(request, status=200, **said):
    """Ask for the code; what was written before the access ended stays on the page."""
    wait = said.get("wait")
    context = {
        "form": CodeForm(),
        "head": Head(title="查看答复", index=False),
        **said,
        "kept": request.POST.get("text", ""),
        "minutes": -(-wait.total_seconds() // 60) if wait else 0,
    }
    return render(request, "consult/code.html", context, status=status)


def _add(request, consultation):
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, consultation, form, status=422)
    party = request.META["REMOTE_ADDR"]
    if not throttle.allow(throttle.POSTS, party):
        form.add_error(None, "提交得太频繁了，请过一会儿再提交，您写的内容还在下面。")
        return _show(request, consultation, form, status=429)
    services.client_message(
        consultation=consultation, text=form.cleaned_data["text"], token=form.token_value
    )
    request.session[SENT] = True
    return redirect("consult:thread")


def _show(request, consultation, form, status=200):
    messages = list(consultation.messages.for_client())
    context = {
        "consultation": consultation,
        "state_text": STATES[consultation.state].for_client,
        "waits": STATES[consultation.state].group in {"open", "check"},
        "thread": messages,
        "sent": request.session.pop(SENT, False),
        "form": form,
        "head": Head(title="我的咨询", index=False),
    }
    if not opens(messages):
        context, status = {**context, "unreadable": True}, 503
    return render(request, "consult/thread.html", context, status=status)
