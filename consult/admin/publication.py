"""整理成文章: the page of each step, and what its buttons do.

The original is shown here and nowhere else; each opening is recorded.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from articles import answers
from consult import services
from consult.admin.desk import NO_ACT, Desk, address_of, not_yours, rendered
from consult.base import policy
from consult.base.enums import PublicationState as State
from consult.base.enums import Sender
from consult.base.policy import Action
from consult.crypto.fields import opens
from consult.desk import access, masks
from consult.forms.publication import MasksForm, VersionForm, WritingForm
from consult.models import Consultation, Publication
from consult.services.publication import GONE, is_consented

LEFT = "没有发给咨询人：还有待决定之处，请看下面的标记。"
SAVED, REQUESTED = "已保存。", "已发给咨询人确认。咨询人同意以后，才能转成文章草稿。"
MADE = "已转成文章草稿。原文没有带入，请核对法条后送审或者发布。"
TEXTS = ("title", "question", "answer")


def may(user) -> bool:
    """Whether somebody may make articles of consultations at all."""
    rights = (Action.READ, Action.TO_ARTICLE)
    return all(policy.may(user, one) for one in rights) and user.has_perm("articles.add_article")


class Editing(Desk):
    @cached_property
    def publication(self) -> Publication | None:
        """What there is of it, as it stands now."""
        rows = self.consultation.publications.select_related("article", "area", "author")
        if found := rows.first():
            found.consultation = self.consultation
        return found

    # Question and answer as they were written; where the words stand in them that may tell who
    # somebody is; those words, each once; what was decided on words, gone ones included.
    originals = cached_property(lambda self: masks.originals(self.publication))
    masks = cached_property(lambda self: masks.masks_of(self.consultation, self.originals))
    words = cached_property(lambda self: masks.words_of(self.originals, self.masks))
    choices = cached_property(lambda self: masks.loaded(self.publication.choices))

    def masks_form(self, data=None, must=False):
        """The first step: what becomes of each word."""
        known = {"words": self.words, "choices": masks.decided(self.words, self.choices)}
        version = {"version": getattr(self.publication, "version", None)}
        return MasksForm(data, initial=version, must=must, **known)

    def writing_form(self, data=None, must=False):
        """The second: the wording, and what is still said in it of somebody."""
        one = self.publication
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

    def again(self, said=""):
        if said:
            messages.success(self.request, said)
        return redirect("admin:consult_consultation_article", self.consultation.pk)

    def show(self, status=200, *, form=None, refusal=""):
        """The page as it stands now, or with what was posted and not taken."""
        rows = Consultation.objects.select_related("area")
        now = replace(self, consultation=rows.get(pk=self.consultation.pk))
        context = {"title": "整理成文章", "refusal": refusal, **now._content(form)}
        return rendered(self.request, self.admin, "publication/page", context, status)

    def _content(self, form):
        case, one, area = self.consultation, self.publication, self.consultation.area
        closed = self.refusal(Action.TO_ARTICLE)
        thread = list(case.messages.all())
        readable = not closed and opens([case, *thread, *filter(None, [one])])
        services.record_opening(**self.known, read=readable)
        # All texts of the post, to be copied where there is no form for them any more.
        typed = "\n\n".join(filter(None, map(self.request.POST.get, TEXTS)))
        if not readable:
            known = {"closed": closed, "unreadable": not closed, "unsent": typed}
            return {"consultation": case, **known}
        form = form or self.form()
        # Public articles that may say it already; none once there is one of this consultation.
        # Looked for by the wording that would be public, else by what was asked: nowhere kept.
        query = next((message.text for message in thread if message.sender == Sender.CLIENT), "")
        if one and one.is_written:
            area, query = one.area or area, f"{one.title}\n{one.question}"
        if one and one.state == State.MADE:
            query = ""
        columns = []
        if one and form:
            chosen = {**self.choices, **masks.decided(self.words, self.choices)}
            columns = list(zip(("问题", "答复"), self._pieces(chosen), strict=True))
        return {
            "consultation": case,
            "unsent": "" if form else typed,
            "publication": one,
            "consented": is_consented(case),
            "form": form,
            "columns": columns,
            "near": answers.suggest(query, area) if query else [],
        }

    def _pieces(self, choices):
        """Of question and answer: the pieces of the original, and of what would be public."""
        rows = zip(self.originals, self.masks, strict=True)
        return [masks.pieces(text, at, self.words, choices) for text, at in rows]


def box(desk) -> dict:
    """What the page of a consultation says of it: how far it is, and the way there."""
    case = desk.consultation
    if not (case.answered_at and may(desk.user) and desk.can(Action.TO_ARTICLE)):
        return {}
    return {"to_article": case.publications.first() or is_consented(case)}


def open_page(request, admin, object_id):
    consultation = access.find(request.user, object_id)
    if consultation is None:
        return not_yours(request, admin)
    editing, name = Editing(request, admin, consultation), request.POST.get("action")
    if request.method != "POST":
        return editing.show()
    if name not in ACTS:
        return editing.show(400, refusal=NO_ACT)
    closed = editing.refusal(Action.TO_ARTICLE)
    if not closed and name in WRITING and editing.form() is None:
        closed = GONE
    if closed:
        return editing.show(409, refusal=closed)
    try:
        return ACTS[name](editing)
    except services.NotAllowedError as refusal:
        # The page with what was typed, over the version that there is now.
        fresh, data, form = replace(editing), request.POST, None
        one = fresh.publication
        if one and fresh.form() and "question" in data:
            form = fresh.writing_form(data)
        elif one and fresh.form() and "version" in data and not one.is_written:
            form = fresh.masks_form(data)
        if one and form:
            form.overwrite(version=one.version)
        return fresh.show(409, form=form, refusal=str(refusal))


def _start(editing):
    services.start_article(**editing.known)
    return editing.again()


def _keep(editing, must=False):
    """The first step kept; with `must`, written out, once every word is decided on."""
    form = editing.masks_form(editing.request.POST, must)
    if not form.is_valid():
        left = form.undecided()
        why = f"还有{left}处待决定，决定后才能写成公开稿。" if left else ""
        return editing.show(422, form=form, refusal=why)
    wording = {"choices": masks.dumped({**editing.choices, **form.choices()})}
    if must:
        wording["question"], wording["answer"] = (
            "".join(one.public or "" for one in pieces).strip()
            for pieces in editing._pieces(form.choices())
        )
    version = form.cleaned_data["version"]
    services.save_article(**editing.known, version=version, wording=wording)
    return editing.again("已按您的选择写成公开稿，可以继续改写。" if must else SAVED)


def _save(editing, must=False):
    """The second step kept, with what was decided on words in it; with `must`, asked on."""
    form = editing.writing_form(editing.request.POST)
    if not form.is_valid():
        return editing.show(422, form=form)
    data, made = form.cleaned_data, form.choices()
    wording = {name: masks.applied(data[name], made) for name in TEXTS}
    wording |= {"area": data["area"], "author": data["author"]}
    wording["choices"] = masks.dumped({**editing.choices, **made})
    saved = services.save_article(**editing.known, version=data["version"], wording=wording)
    if not must:
        return editing.again(SAVED)
    # Asked about what was just stored, unless something in it is to be decided still.
    fresh, posted = replace(editing), editing.request.POST.copy()
    for name in ("version", *TEXTS):
        posted[name] = getattr(saved, name)
    form = fresh.writing_form(posted, must=True)
    if not form.is_valid() or form.words:
        return fresh.show(422, form=form, refusal=LEFT)
    services.ask_client(**editing.known, version=saved.version)
    return editing.again(REQUESTED)


def _again(editing):
    """Back to the first step: what was rewritten is dropped, what was decided is not."""
    posted = VersionForm(editing.request.POST)
    version = posted.cleaned_data["version"] if posted.is_valid() else -1
    wording = {"question": "", "answer": ""}
    services.save_article(**editing.known, version=version, wording=wording)
    return editing.again(SAVED)


def _make(editing):
    article = services.make_article(**editing.known)
    if editing.user.has_perm("articles.change_article"):
        messages.success(editing.request, MADE)
        return redirect("admin:articles_article_change", article.pk)
    return editing.again(MADE)


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
