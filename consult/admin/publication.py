"""整理成文章: the page of each step, and what its buttons do."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from articles import answers
from consult import services
from consult.admin import desk
from consult.admin.desk import address_of
from consult.base import policy
from consult.base.enums import PublicationState as State
from consult.base.enums import Sender
from consult.base.policy import Action
from consult.crypto.fields import opens
from consult.desk import access, masks
from consult.forms.publication import MasksForm, VersionForm, WritingForm
from consult.models import Consultation, Publication
from consult.services.publication import GONE, Wording, is_consented

# 整理成文章: what its page shows of a consultation, and the form of the step that it stands at.
#
# The original is shown here and nowhere else; each opening is recorded.

RIGHT = "articles.add_article"
TEMPLATE = "admin/consult/publication/page.html"


def address(consultation) -> str:
    """Where a consultation is turned into an article."""
    return reverse("admin:consult_consultation_article", args=[consultation.pk])


def may(user) -> bool:
    """Whether somebody may turn answers into articles at all."""
    rights = (Action.READ, Action.TO_ARTICLE)
    return all(policy.may(user, one) for one in rights) and user.has_perm(RIGHT)


@dataclass(frozen=True)
class Editing:
    """One request on the page of one consultation."""

    request: HttpRequest
    admin: ModelAdmin
    consultation: Consultation

    @property
    def known(self):
        """The arguments that every service takes."""
        return {"consultation": self.consultation, "user": self.request.user}

    @cached_property
    def publication(self) -> Publication | None:
        """What there is of it, as it stands now."""
        rows = self.consultation.publications.select_related("article", "area", "author")
        found = rows.first()
        if found:
            found.consultation = self.consultation
        return found

    @property
    def begun(self) -> Publication:
        """The same, where it is known that there is one."""
        assert self.publication
        return self.publication

    @cached_property
    def originals(self):
        """Question and answer as they were written."""
        return masks.originals(self.begun)

    @cached_property
    def masks(self):
        """Where the words stand in them that may tell who somebody is."""
        return masks.masks_of(self.consultation, self.originals)

    @cached_property
    def words(self):
        """Those words, each once."""
        return masks.words_of(self.originals, self.masks)

    @cached_property
    def choices(self):
        """What was decided on words, those that are gone from the text included."""
        return masks.loaded(self.begun.choices)

    def masks_form(self, data=None, must=False):
        """The first step: what becomes of each word."""
        known = {"words": self.words, "choices": masks.decided(self.words, self.choices)}
        version = {"version": self.begun.version}
        return MasksForm(data, initial=version, must=must, **known)

    def writing_form(self, data=None, must=False):
        """The second: the wording, and what is still said in it of somebody."""
        one = self.begun
        names = ("title", "question", "answer", "area", "author", "version")
        initial = {name: getattr(one, name) for name in names}
        typed = [data.get(name, "") if data else initial[name] for name in names[:3]]
        left = masks.left_in(self.consultation, typed, self.choices)
        known = {"words": left, "choices": masks.decided(left, {})}
        return WritingForm(data, initial=initial, must=must, **known)

    def form(self):
        """The step that it stands at; None where nothing can be written."""
        if self.publication is None or self.publication.state in {State.MADE, State.WITHDRAWN}:
            return None
        return self.writing_form() if self.publication.is_written else self.masks_form()

    def back(self, said):
        """The page again, after something was done."""
        messages.success(self.request, said)
        return redirect(address(self.consultation))

    def show(self, status=200, form=None, refusal=""):
        """The page as it stands now, or with what was posted and not taken."""
        rows = Consultation.objects.select_related("area")
        now = Editing(self.request, self.admin, rows.get(pk=self.consultation.pk))
        context = {
            **self.admin.admin_site.each_context(self.request),
            "opts": self.admin.opts,
            "title": "整理成文章",
            "consultation": now.consultation,
            "refusal": refusal,
            **now._content(form),
        }
        response = render(self.request, TEMPLATE, context, status=status)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        return response

    def _content(self, form):
        closed = self.consultation.refusal(Action.TO_ARTICLE, self.request.user)
        readable = not closed and self._opens()
        services.record_opening(**self.known, read=readable)
        if not readable:
            return {
                "closed": closed,
                "unreadable": not closed,
                "unsent": self._typed(),
            }
        one, form = self.publication, form or self.form()
        return {
            "unsent": "" if form else self._typed(),
            "publication": one,
            "consented": is_consented(self.consultation),
            "form": form,
            "columns": self._columns(form) if one and form else [],
            "near": self._near(),
        }

    def _near(self):
        """Public articles that may say it already; none once there is one of this consultation.

        Looked for by the wording that would be public, else by what was asked: nowhere kept.
        """
        one, area = self.publication, self.consultation.area
        if one and one.state == State.MADE:
            return []
        if one and one.is_written:
            return answers.suggest(f"{one.title}\n{one.question}", one.area or area)
        asked = self.consultation.messages.filter(sender=Sender.CLIENT).first()
        return answers.suggest(asked.text, area) if asked else []

    def _typed(self):
        """All texts of a post, to be copied where there is no form for them any more."""
        names = ("title", "question", "answer")
        return "\n\n".join(filter(None, map(self.request.POST.get, names)))

    def _columns(self, form):
        """For question and answer: the pieces of the original, and of what would be public."""
        chosen = {**self.choices, **masks.decided(self.words, self.choices)}
        rows = zip(("问题", "答复"), self.originals, self.masks, strict=True)
        return [(name, masks.pieces(text, at, self.words, chosen)) for name, text, at in rows]

    def _opens(self):
        rows = [self.consultation, *self.consultation.messages.all()]
        return opens([*rows, *filter(None, [self.publication])])


def box(desk) -> dict:
    """What the page of a consultation says of it: how far it is, and the way there."""
    case = desk.consultation
    if not (case.answered_at and may(desk.user) and desk.can(Action.TO_ARTICLE)):
        return {}
    return {"to_article": case.publications.first() or is_consented(case)}


# 整理成文章: what the buttons of its page do; each keeps what was typed, whatever happens.

NO_ACT = "操作不存在，请刷新页面后重试。"
LEFT = "没有请咨询人过目：还有要定的，请看下面标出的各处。"
UNFINISHED = "还有{}处没有定，定了才能写成公开稿。"
SAVED, ASKED = "已保存。", "已请咨询人过目。咨询人同意以后，才能转成文章草稿。"
WRITTEN = "已按您的选择写成公开稿，可以继续改写。"
DROPPED = "已放弃整理，公开稿已删除。"
MADE = "已转成文章草稿。原文没有跟过来，请核对法条后送审或者发布。"


def open_page(request, admin, object_id):
    """The page behind the login; what was typed in a session that has ended comes back."""
    opened = desk.ARTICLE_TEXTS.behind_login(admin.admin_site, _answer)
    return opened(request, admin, object_id)


def _answer(request, admin, object_id):
    if not may(request.user):
        raise PermissionDenied
    consultation = access.find(request.user, object_id)
    if consultation is None and _texts(request):
        return desk.ARTICLE_TEXTS.show(request, desk.HANDED_ON, 404)
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
        return desk.busy(request, desk.ARTICLE_TEXTS)


def _texts(request):
    return desk.ARTICLE_TEXTS.of(request)


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
    asked = VersionForm(editing.request.POST)
    version = asked.cleaned_data["version"] if asked.is_valid() else -1
    services.save_article(**editing.known, version=version, wording=wording)
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
