"""The draft endpoint: keeps what is being written, and says who else is writing.

It answers JSON to the script of the page and never leads to another page: a text that could not
be kept is said to be so, with the reason.
"""

from django.db import OperationalError
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from consult import services
from consult.admin import reply_form, snippets
from consult.admin.desk import Desk
from consult.base.policy import Action
from consult.desk import access, reply_law
from consult.forms.desk import DraftForm, FindForm

LOGGED_OUT = "登录已过期。请先复制文字，在新窗口登录后返回保存。"
NOT_FOUND = "咨询不存在，或您已无权查看。"
NOT_YOURS = "您没有起草答复的权限。"
FOREIGN = "本页与这条咨询不符，请刷新后再写。"
KEPT = "草稿已保存 {}"
BUSY = "系统繁忙，稍后自动重试。"
ASIDE = "其他窗口已保存更新的草稿，未覆盖；本页内容已另存，刷新后两份都能看到。"


def answer(status=200, **said):
    """JSON of which no copy is kept."""
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def guarded(act):
    """A view for the page's script: calls `act(desk)` if the user may see the content."""

    def view(request, admin, object_id):
        if not admin.admin_site.has_permission(request):
            return answer(401, error=LOGGED_OUT)
        if not admin.has_view_permission(request):
            return answer(403, error=NOT_YOURS)
        consultation = access.find(request.user, object_id)
        if consultation is None:
            return answer(404, error=NOT_FOUND)
        closed = consultation.refusal(Action.READ, request.user)
        return answer(409, error=closed) if closed else act(Desk(admin, request, consultation))

    return view


@require_http_methods(["GET", "POST"])
@guarded
def draft(desk):
    """GET: who is writing. POST: keep the text first."""
    if desk.request.method == "POST":
        return _save(desk)
    return answer(**reply_form.news(desk))


def _save(desk):
    if not desk.may(Action.DRAFT):
        return answer(403, error=NOT_YOURS)
    form = DraftForm(desk.request.POST, user=desk.user)
    if not form.is_valid():
        return answer(422, error=form.errors["text"][0])
    opened = form.opened_for(desk.consultation)
    if opened is None:
        return answer(409, error=FOREIGN)
    try:
        text, written = form.cleaned_data["text"], form.written_for(desk.consultation)
        kept = services.save_draft(
            **desk.known, text=text, seen_until=opened.seen_until, written=written
        )
    except services.NotAllowedError as refusal:
        return answer(409, error=str(refusal))
    except OperationalError:
        return answer(503, error=BUSY)
    return answer(**_told(kept, text, written), law=_law(text), **reply_form.news(desk))


def _law(text):
    """What to look at in what is cited, as the page shows it below the text."""
    context = {"found": reply_law.check(text)}
    return render_to_string("admin/consult/consultation/law_found.html", context).strip()


def _told(kept, text, written):
    """What became of a text; `version` is what the page goes on from."""
    if kept and kept.aside:
        return {"aside": True, "said": ASIDE, "version": written.version}
    said = KEPT.format(f"{timezone.localtime():%H:%M}") if text.strip() else ""
    return {"aside": False, "said": said, "version": kept.version if kept else ""}


@require_POST
@guarded
def articles(desk):
    """POST: the articles that words find; the words are in no address."""
    form = FindForm(desk.request.POST)
    if not form.is_valid():
        return answer(422, error=form.errors["find"][0])
    found = snippets.articles(desk.consultation, form.cleaned_data["find"])
    return answer(
        articles=[{"key": one.key, "label": one.label, "text": one.text} for one in found]
    )
