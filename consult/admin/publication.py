"""整理成文章: what the buttons of its page do; each keeps what was typed, whatever happens."""

from collections.abc import Callable
from dataclasses import fields, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from consult import services
from consult.admin import lost_post
from consult.admin.desk import address_of
from consult.admin.publication_page import Editing, address, may
from consult.base.policy import Action
from consult.desk import access, masks
from consult.services.publication import GONE, Wording
from firm.base.forms import is_key

NO_ACT = "操作不存在，请刷新页面后重试。"
LEFT = "没有请咨询人过目：还有要定的，请看下面标出的各处。"
UNFINISHED = "还有{}处没有定，定了才能写成公开稿。"
SAVED, ASKED = "已保存。", "已请咨询人过目。咨询人同意以后，才能转成文章草稿。"
WRITTEN = "已按您的选择写成公开稿，可以继续改写。"
DROPPED = "已放弃整理，公开稿已删除。"
MADE = "已转成文章草稿。原文没有跟过来，请核对法条后送审或者发布。"


def open_page(request, admin, object_id):
    """The page behind the login; what was typed in a session that has ended comes back."""
    opened = lost_post.ARTICLE_TEXTS.behind_login(admin.admin_site, _answer)
    return opened(request, admin, object_id)


def _answer(request, admin, object_id):
    if not may(request.user):
        raise PermissionDenied
    consultation = access.find(request.user, object_id)
    if consultation is None and _texts(request):
        return lost_post.ARTICLE_TEXTS.show(request, lost_post.HANDED_ON, 404)
    if consultation is None:
        context = {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": "无法打开",
        }
        template = "admin/consult/consultation/not_yours.html"
        return render(request, template, context, status=404)
    editing = Editing(request, admin, consultation)
    try:
        return _act(editing) if request.method == "POST" else editing.show()
    except OperationalError:
        return lost_post.busy(request, lost_post.ARTICLE_TEXTS)


def _texts(request):
    return lost_post.ARTICLE_TEXTS.of(request)


def _act(editing):
    name = editing.request.POST.get("action")
    if name not in ACTS:
        return editing.show(400, refusal=NO_ACT)
    closed = editing.consultation.refusal(Action.TO_ARTICLE, editing.request.user)
    if not closed and name in WRITING and editing.form() is None:
        closed = GONE
    if closed:
        return editing.show(409, refusal=closed)
    try:
        return ACTS[name](editing)
    except services.NotAllowedError as refusal:
        return _refuse(editing, str(refusal))


def _refuse(editing, why):
    """The page with what was typed, over the version that there is now."""
    fresh = Editing(editing.request, editing.admin, editing.consultation)
    one, data = fresh.publication, editing.request.POST
    form = None
    if one and fresh.form() and "question" in data:
        form = fresh.writing_form(data)
    elif one and fresh.form() and "version" in data and not one.is_written:
        form = fresh.masks_form(data)
    if form:
        form.renew(fresh.begun.version)
    return fresh.show(409, form=form, refusal=why)


def _start(editing):
    services.start_article(**editing.known)
    return redirect(address(editing.consultation))


def _keep(editing, must=False):
    """The first step kept; with `must`, written out, once every word is decided on."""
    form = editing.masks_form(editing.request.POST, must)
    if not form.is_valid():
        left = form.undecided()
        return editing.show(422, form=form, refusal=UNFINISHED.format(left) if left else "")
    wording = _kept_wording(editing)
    wording = replace(wording, choices=masks.dumped({**editing.choices, **form.choices()}))
    if must:
        question, answer = (
            masks.public_text(text, at, form.choices())
            for text, at in zip(editing.originals, editing.masks, strict=True)
        )
        wording = replace(wording, question=question, answer=answer)
    version = form.cleaned_data["version"]
    services.save_article(**editing.known, version=version, wording=wording)
    return editing.back(WRITTEN if must else SAVED)


def _kept_wording(editing):
    """What is stored of it now."""
    return Wording(**{one.name: getattr(editing.begun, one.name) for one in fields(Wording)})


def _write(editing):
    return _keep(editing, must=True)


def _save(editing, must=False):
    """The second step kept, what was decided on words in it put in; None where it is asked on."""
    form = editing.writing_form(editing.request.POST)
    if not form.is_valid():
        return editing.show(422, form=form)
    data, made = form.cleaned_data, form.choices()
    typed = {name: masks.applied(data[name], made) for name in ("title", "question", "answer")}
    choices = masks.dumped({**editing.choices, **made})
    wording = Wording(choices, area=data["area"], author=data["author"], **typed)
    saved = services.save_article(**editing.known, version=data["version"], wording=wording)
    return _asked(editing, saved) if must else editing.back(SAVED)


def _asked(editing, saved):
    """Ask the client about what was just kept, unless something in it is to be decided still."""
    fresh = Editing(editing.request, editing.admin, editing.consultation)
    data = editing.request.POST.copy()
    for name in ("version", "title", "question", "answer"):
        data[name] = getattr(saved, name)
    form = fresh.writing_form(data, must=True)
    if not form.is_valid() or form.words:
        return fresh.show(422, form=form, refusal=LEFT)
    services.ask_client(**editing.known, version=saved.version)
    return editing.back(ASKED)


def _ask(editing):
    return _save(editing, must=True)


def _again(editing):
    """Back to the first step: what was rewritten is dropped, what was decided is not."""
    wording = replace(_kept_wording(editing), question="", answer="")
    version = editing.request.POST.get("version", "")
    services.save_article(
        **editing.known, version=int(version) if is_key(version) else -1, wording=wording
    )
    return editing.back(SAVED)


def _make(editing):
    article = services.make_article(**editing.known)
    messages.success(editing.request, MADE)
    if editing.request.user.has_perm("articles.change_article"):
        return redirect("admin:articles_article_change", article.pk)
    return redirect(address(editing.consultation))


def _drop(editing):
    services.drop_article(**editing.known)
    messages.success(editing.request, DROPPED)
    return redirect(address_of(editing.consultation))


WRITING = {"keep", "write", "save", "ask", "again"}
ACTS: dict[str, Callable[[Editing], HttpResponse]] = {
    "start": _start,
    "keep": _keep,
    "write": _write,
    "save": _save,
    "ask": _ask,
    "again": _again,
    "make": _make,
    "drop": _drop,
}
