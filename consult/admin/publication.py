"""整理成文章: the page of each step, and what its buttons do.

The original is shown here and nowhere else; each opening is recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles import answers
from consult import services
from consult.admin.desk import ARTICLE_TEXTS, HANDED_ON, address_of, busy, not_yours, rendered
from consult.base import policy
from consult.base.enums import PublicationState as State
from consult.base.enums import Sender
from consult.base.policy import Action
from consult.crypto.fields import opens
from consult.desk import access, masks
from consult.forms.publication import MasksForm, VersionForm, WritingForm
from consult.models import Consultation, Publication
from consult.services.publication import GONE, Wording, is_consented

NO_ACT = "操作不存在，请刷新页面后重试。"
LEFT = "没有请咨询人过目：还有要定的，请看下面标出的各处。"
UNFINISHED = "还有{}处没有定，定了才能写成公开稿。"
SAVED, ASKED = "已保存。", "已请咨询人过目。咨询人同意以后，才能转成文章草稿。"
WRITTEN = "已按您的选择写成公开稿，可以继续改写。"
MADE = "已转成文章草稿。原文没有跟过来，请核对法条后送审或者发布。"
TEXTS = ("title", "question", "answer")


def _may(user) -> bool:
    rights = (Action.READ, Action.TO_ARTICLE)
    return all(policy.may(user, one) for one in rights) and user.has_perm("articles.add_article")


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
        if found := rows.first():
            found.consultation = self.consultation
        return found

    @property
    def begun(self) -> Publication:
        """The same, where it is known that there is one."""
        assert self.publication
        return self.publication

    # Question and answer as they were written; where the words stand in them that may tell who
    # somebody is; those words, each once; what was decided on words, gone ones included.
    originals = cached_property(lambda self: masks.originals(self.begun))
    masks = cached_property(lambda self: masks.masks_of(self.consultation, self.originals))
    words = cached_property(lambda self: masks.words_of(self.originals, self.masks))
    choices = cached_property(lambda self: masks.loaded(self.begun.choices))

    def masks_form(self, data=None, must=False):
        """The first step: what becomes of each word."""
        known = {"words": self.words, "choices": masks.decided(self.words, self.choices)}
        version = {"version": self.begun.version}
        return MasksForm(data, initial=version, must=must, **known)

    def writing_form(self, data=None, must=False):
        """The second: the wording, and what is still said in it of somebody."""
        one = self.begun
        names = (*TEXTS, "area", "author", "version")
        initial = {name: getattr(one, name) for name in names}
        typed = [data.get(name, "") if data else initial[name] for name in TEXTS]
        left = masks.left_in(self.consultation, typed, self.choices)
        known = {"words": left, "choices": masks.decided(left, {})}
        return WritingForm(data, initial=initial, must=must, **known)

    def form(self):
        """The step that it stands at; None where nothing can be written."""
        if self.publication is None or self.publication.state in {State.MADE, State.WITHDRAWN}:
            return None
        return self.writing_form() if self.publication.is_written else self.masks_form()

    def again(self):
        return redirect("admin:consult_consultation_article", self.consultation.pk)

    def back(self, said):
        """The page again, after something was done."""
        messages.success(self.request, said)
        return self.again()

    def show(self, status=200, form=None, refusal=""):
        """The page as it stands now, or with what was posted and not taken."""
        rows = Consultation.objects.select_related("area")
        now = Editing(self.request, self.admin, rows.get(pk=self.consultation.pk))
        context = {"title": "整理成文章", "consultation": now.consultation, "refusal": refusal}
        context |= now._content(form)
        return rendered(self.request, self.admin, "publication/page", context, status)

    def _content(self, form):
        closed = self.consultation.refusal(Action.TO_ARTICLE, self.request.user)
        readable = not closed and self._opens()
        services.record_opening(**self.known, read=readable)
        # All texts of the post, to be copied where there is no form for them any more.
        typed = "\n\n".join(filter(None, map(self.request.POST.get, TEXTS)))
        if not readable:
            return {"closed": closed, "unreadable": not closed, "unsent": typed}
        one, form = self.publication, form or self.form()
        return {
            "unsent": "" if form else typed,
            "publication": one,
            "consented": is_consented(self.consultation),
            "form": form,
            "columns": self._columns() if one and form else [],
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

    def _columns(self):
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
    if not (case.answered_at and _may(desk.user) and desk.can(Action.TO_ARTICLE)):
        return {}
    return {"to_article": case.publications.first() or is_consented(case)}


def open_page(request, admin, object_id):
    """The page; posted, one of its buttons."""
    if not _may(request.user):
        raise PermissionDenied
    consultation = access.find(request.user, object_id)
    if consultation is None and ARTICLE_TEXTS.of(request):
        return ARTICLE_TEXTS.show(request, HANDED_ON, 404)
    if consultation is None:
        return not_yours(request, admin)
    editing = Editing(request, admin, consultation)
    try:
        return _act(editing) if request.method == "POST" else editing.show()
    except OperationalError:
        return busy(request, ARTICLE_TEXTS)


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
    one, data, form = fresh.publication, editing.request.POST, None
    if one and fresh.form():
        if "question" in data:
            form = fresh.writing_form(data)
        elif "version" in data and not one.is_written:
            form = fresh.masks_form(data)
    if form:
        form.overwrite(version=fresh.begun.version)
    return fresh.show(409, form=form, refusal=why)


def _start(editing):
    services.start_article(**editing.known)
    return editing.again()


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


def _save(editing, must=False):
    """The second step kept, with what was decided on words in it; with `must`, asked on."""
    form = editing.writing_form(editing.request.POST)
    if not form.is_valid():
        return editing.show(422, form=form)
    data, made = form.cleaned_data, form.choices()
    typed = {name: masks.applied(data[name], made) for name in TEXTS}
    choices = masks.dumped({**editing.choices, **made})
    wording = Wording(choices, area=data["area"], author=data["author"], **typed)
    saved = services.save_article(**editing.known, version=data["version"], wording=wording)
    return _asked(editing, saved) if must else editing.back(SAVED)


def _asked(editing, saved):
    """Ask the client about what was just kept, unless something in it is to be decided still."""
    fresh = Editing(editing.request, editing.admin, editing.consultation)
    data = editing.request.POST.copy()
    for name in ("version", *TEXTS):
        data[name] = getattr(saved, name)
    form = fresh.writing_form(data, must=True)
    if not form.is_valid() or form.words:
        return fresh.show(422, form=form, refusal=LEFT)
    services.ask_client(**editing.known, version=saved.version)
    return editing.back(ASKED)


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
    return editing.again()


def _drop(editing):
    services.drop_article(**editing.known)
    messages.success(editing.request, "已放弃整理，公开稿已删除。")
    return redirect(address_of(editing.consultation))


WRITING = {"keep", "write", "save", "ask", "again"}
ACTS: dict[str, Callable[[Editing], HttpResponse]] = {
    "start": _start,
    "keep": _keep,
    "write": partial(_keep, must=True),
    "save": _save,
    "ask": partial(_save, must=True),
    "again": _again,
    "make": _make,
    "drop": _drop,
}
