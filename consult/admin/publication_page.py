"""整理成文章: what its page shows of a consultation, and the form of the step that it stands at.

The original is shown here and nowhere else; each opening is recorded.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse

from articles import answers
from consult import services
from consult.base import policy
from consult.base.enums import PublicationState as State
from consult.base.enums import Sender
from consult.base.policy import Action
from consult.crypto.fields import opens
from consult.desk import masks
from consult.forms.publication import MasksForm, WritingForm
from consult.models import Consultation, Publication
from consult.services.publication import is_consented

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
