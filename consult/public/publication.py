"""The client reads what would be public, and says yes, no, or what is to be changed first."""

from datetime import datetime

from django.db import OperationalError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consult import services
from consult.base.enums import PublicationState
from consult.base.exceptions import NotAllowedError
from consult.client import publication as client_publication
from consult.client import session
from consult.client.session import NextPageMessage
from consult.crypto.fields import opens
from consult.forms.publication import JudgeForm
from consult.public.guards import BUSY_KEPT, cannot_store, plain_page, requires_code
from firm.site.head import Head

NOTHING = "现在没有需要您过目的公开稿。律师正在修改的，改好以后会再请您看。"
UNREADABLE = "公开稿暂时无法显示，请稍后再来。"
SAID = {
    PublicationState.AGREED: NextPageMessage.AGREED,
    PublicationState.CHANGES: NextPageMessage.CHANGES,
    PublicationState.OBJECTED: NextPageMessage.OBJECTED,
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires_code
def article(request, consultation):
    """The masked text, and the three answers to it; no answer is no."""
    publication = client_publication.shown(consultation)
    if publication is None:
        status = 409 if request.method == "POST" else 200
        words = request.POST.get("text", "")
        return plain_page(request, "公开稿", NOTHING, *filter(None, [words]), status=status)
    if not opens([publication]):
        return plain_page(request, "请稍后再试", UNREADABLE, status=503)
    if request.method != "POST":
        return _show(request, publication, JudgeForm(publication=publication))
    return _judge(request, publication, JudgeForm(request.POST, publication=publication))


def _judge(request, publication, form):
    if not form.is_valid():
        return _show(request, publication, form, 422)
    try:
        services.judge_article(
            consultation=publication.consultation,
            asked_at=_moment(form.cleaned_data["asked"]),
            verdict=form.cleaned_data["verdict"],
            wish=form.cleaned_data["text"],
        )
    except NotAllowedError as refusal:
        form.renew()
        form.add_error(None, str(refusal))
        return _show(request, publication, form, 409)
    except OperationalError:
        form.add_error(None, cannot_store(BUSY_KEPT))
        return _show(request, publication, form, 503)
    session.set_message(request, SAID[form.cleaned_data["verdict"]])
    return redirect("consult:thread")


def _moment(written):
    """When it was asked, as the page had it; None for what no page of ours wrote."""
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _show(request, publication, form, status=200):
    context = {
        "publication": publication,
        "open": publication.state != PublicationState.MADE,
        "form": form,
        "head": Head(title="公开稿", index=False),
    }
    return render(request, "consult/article.html", context, status=status)
