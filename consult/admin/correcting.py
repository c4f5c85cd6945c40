"""Putting right who asks, on the page of a consultation."""

from django.contrib import messages

from consult import services
from consult.base.enums import Conflict
from consult.base.policy import Action
from consult.forms.registering import CorrectForm

CORRECTED = "咨询人信息已更正。"
SEALED = "已更正。比对发现可能有利益冲突，内容已封存，等待负责人审查。"


def correct(desk):
    """Put it right; a name that meets a known party seals the consultation."""
    form = CorrectForm(desk.request.POST, consultation=desk.consultation)
    if not form.is_valid():
        return desk.show(422, correct=form)
    corrected = services.correct(**desk.known, **form.correction())
    if corrected.conflict == Conflict.SEALED:
        messages.warning(desk.request, SEALED)
        return desk.done()
    return desk.done(CORRECTED)


def form_of(desk, given):
    """The form on the page: the one that came back, else a fresh one; None without the right."""
    if not desk.can(Action.CORRECT):
        return None
    return given.get("correct") or CorrectForm(consultation=desk.consultation)
