"""整理成文章: the page to write on, and what its buttons do.

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
from consult.client import facts
from consult.desk import access, marks
from consult.forms.publication import REWRITE, MarksForm, WritingForm
from consult.models import Consultation, Publication
from consult.services.publication import GONE, compared, is_consented

LEFT = "已保存，没有发给咨询人：还有没写完或者没有处理的地方，见下面。"
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
        rows = self.consultation.publications.select_related("article__pending", "area", "author")
        if found := rows.first():
            found.consultation = self.consultation
        return found

    @property
    def is_made(self):
        return self.publication is not None and self.publication.state == State.MADE

    def form(self, data=None, must=False):
        """The text with its marks; of an article the marks alone, None where nothing can be said.

        What was typed is compared, and not what is stored.
        """
        one = self.publication
        if one is None or one.state == State.WITHDRAWN or (self.is_made and not one.article):
            return None
        if self.is_made:
            known = {"compared": compared(one), "decided": one.decided}
            return MarksForm(data, initial={"version": one.version}, **known)
        initial = {name: getattr(one, name) for name in (*TEXTS, "area", "author", "version")}
        if not (one.question or one.answer):
            initial["answer"] = self._answer(one.started_at)
        texts = [(data or initial).get(name, "").replace("\r\n", "\n") for name in TEXTS]
        known = {"compared": compared(one, texts), "decided": one.decided}
        return WritingForm(data, initial=initial, must=must, **known)

    def _answer(self, at):
        """What the lawyers had answered, as the client saw it when the writing began."""
        seen = self.consultation.messages.for_client(at).filter(sent_at__lte=at)
        return "\n\n".join(one.text for one in seen if one.sender == Sender.LAWYER)

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
        readable = not closed and marks.readable(case, *filter(None, [one]))
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
        return {
            "consultation": case,
            "unsent": "" if form else typed,
            "publication": one,
            "consented": is_consented(case),
            "form": form,
            "writing": form and not self.is_made,
            "said": [message for message in thread if message.sender == Sender.CLIENT],
            "facts": facts.listed(case.facts.all(), for_client=False),
            "near": answers.suggest(query, area) if query else [],
        }


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
    if not closed and not marks.readable(consultation, *filter(None, [editing.publication])):
        return editing.show(503)
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
        if one and "version" in data and ("question" in data) != fresh.is_made:
            form = fresh.form(data)
        if one and form:
            form.overwrite(version=one.version)
        return fresh.show(409, form=form, refusal=str(refusal))


def _start(editing):
    services.start_article(**editing.known)
    return editing.again()


def _save(editing, must=False):
    """Stored with what was decided on its marks, and compared again; with `must`, asked about."""
    form = editing.form(editing.request.POST)
    if not form.is_valid():
        return editing.show(422, form=form)
    data, instead = form.cleaned_data, form.of(REWRITE, "to")
    wording = {"choices": form.decisions().dumped()}
    if not editing.is_made:
        wording |= {name: marks.rewritten(data[name], instead) for name in TEXTS}
        wording |= {"area": data["area"], "author": data["author"]}
    saved = services.save_article(**editing.known, version=data["version"], wording=wording)
    if not must or editing.is_made:
        return editing.again(SAVED)
    # Asked about what was just stored, unless something in it is to be done still.
    fresh, posted = replace(editing), editing.request.POST.copy()
    for name in ("version", *TEXTS):
        posted[name] = getattr(saved, name)
    form = fresh.form(posted, must=True)
    if not form.is_valid() or form.compared.open:
        return fresh.show(422, form=form, refusal=LEFT)
    services.ask_client(**editing.known, version=saved.version)
    return editing.again(REQUESTED)


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


WRITING = {"save", "ask"}
ACTS: dict[str, Callable[[Editing], HttpResponse]] = {
    "start": _start,
    "save": _save,
    "ask": partial(_save, must=True),
    "make": _make,
    "drop": _drop,
}
