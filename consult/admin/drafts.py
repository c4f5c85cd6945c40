"""The draft endpoint: stores what is being written, and says who else is writing."""

from functools import wraps

from django.db import OperationalError
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consult import services
from consult.admin import reply_form, snippets
from consult.admin.desk import Desk
from consult.base.policy import Action
from consult.desk import access, reply_law
from consult.forms.desk import DraftForm, FindForm
from firm.admin.unsaved import RefusedError, answer, for_script

NOT_FOUND = "咨询不存在，或您已无权查看。"
NOT_YOURS = "您没有起草答复的权限。"
FOREIGN = "本页与这条咨询不符，请刷新后再写。"
KEPT = "草稿已保存 {}"
BUSY = "系统繁忙，稍后自动重试。"
ASIDE = "草稿已保存。您在其他窗口另有一份，没有覆盖，刷新后两份都能看到。"


def guarded(act):
    """A view for the page's script: calls `act(desk)` if the user may see the content."""

    @for_script
    @wraps(act)
    def view(request, admin, object_id):
        if not admin.has_view_permission(request):
            raise RefusedError(403, NOT_YOURS)
        consultation = access.find(request.user, object_id)
        if consultation is None:
            raise RefusedError(404, NOT_FOUND)
        closed = consultation.refusal(Action.READ, request.user)
        if closed:
            raise RefusedError(409, closed)
        return act(Desk(admin, request, consultation))

    return view


@require_http_methods(["GET", "POST"])
@guarded
def draft(desk):
    """GET: who is writing. POST: keep the text first, and say what became of it.

    `version` is what the page goes on from.
    """
    if desk.request.method == "GET":
        return answer(**reply_form.news(desk))
    text, written, kept = _save(desk)
    said = KEPT.format(f"{timezone.localtime():%H:%M}") if text.strip() else ""
    aside = bool(kept) and reply_form.own_drafts(desk).count() > 1
    became = {"aside": aside, "said": ASIDE if aside else said, "version": written.version}
    if kept is None or kept.page == written.page:
        became["version"] = kept.version if kept else ""
    return answer(**became, law=_law(text), **reply_form.news(desk))


def _save(desk):
    if not desk.may(Action.DRAFT):
        raise RefusedError(403, NOT_YOURS)
    form = DraftForm(desk.request.POST, user=desk.user)
    if not form.is_valid():
        raise RefusedError(422, form.errors["text"][0])
    opened = form.opened_for(desk.consultation)
    if opened is None:
        raise RefusedError(409, FOREIGN)
    text, written = form.cleaned_data["text"], form.written_for(desk.consultation)
    known = {**desk.known, "text": text, "seen_until": opened.seen_until, "written": written}
    try:
        return text, written, services.save_draft(**known)
    except services.NotAllowedError as refusal:
        raise RefusedError(409, str(refusal)) from refusal
    except OperationalError as busy:
        raise RefusedError(503, BUSY) from busy


def _law(text):
    """What to look at in what is cited, as the page shows it below the text."""
    context = {"found": reply_law.check(text)}
    return render_to_string("admin/consult/consultation/law_found.html", context).strip()


@require_POST
@guarded
def articles(desk):
    """POST: the articles that words find; the words are in no address."""
    form = FindForm(desk.request.POST)
    if not form.is_valid():
        raise RefusedError(422, form.errors["find"][0])
    found = snippets.articles(desk.consultation, form.cleaned_data["find"])
    return answer(
        articles=[{"key": one.key, "label": one.label, "text": one.text} for one in found]
    )
