"""The reply box: its buttons, each of which keeps the text, and the endpoint of the draft."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from consult import services
from consult.admin import canned, reply_form
from consult.admin.desk import Desk
from consult.admin.reply_form import DraftForm, FindForm, ReplyForm
from consult.base import policy, tokens
from consult.base.policy import Action
from consult.desk import access
from consult.files import attachments
from consult.models import Message
from consult.services import appointments
from firm.admin.base import answer, for_script

NOT_YOURS = "您没有起草答复的权限。"
DRAFT_STORED = "草稿已保存 {}"
DRAFT_PUT_ASIDE = "草稿已保存。您在其他窗口另有一份，没有覆盖，刷新后两份都能看到。"
BOX = "#reply"  # where on the page the reply box is
FOREIGN = "这段文字是为另一条咨询写的，没有发出，也没有存为草稿。请核对收件人。"
LOOK = "没有发出：请先核对本页是否为要答复的咨询人，再点“发出答复”。您写的内容仍在。"
TIMES_END = "结束的咨询不能约时间，答复尚未发出。请改点“发出答复”，或者不勾选时间。"
TIMES_GONE = "选的时间有的刚被约走，答复尚未发出。请重新选，再点“发出答复”。"
GONE_CANNED = "这条常用答复已不存在。"
NOT_PUBLIC = "这篇文章现在不公开。"
NOT_THERE = "这份草稿已不存在，请刷新页面。"


def _for_script(view):
    """A view of the desk of a consultation of which the user may see the content."""

    @for_script
    @wraps(view)
    def opened(request, admin, object_id):
        if not admin.has_view_permission(request):
            return answer(403, error=NOT_YOURS)
        consultation = access.find(request.user, object_id)
        if consultation is None:
            return answer(404, error="咨询不存在，或您已无权查看。")
        try:
            policy.require(consultation, Action.READ, request.user)
            return view(Desk(request, admin, consultation))
        except services.NotAllowedError as refusal:
            return answer(409, error=str(refusal))

    return opened


@require_http_methods(["GET", "POST"])
@_for_script
def store_draft(desk):
    """GET: who is writing. POST: keep the text first, and say what became of it."""
    if desk.request.method == "GET":
        return answer(**reply_form.news(desk))
    if not desk.may(Action.DRAFT):
        return answer(403, error=NOT_YOURS)
    form = DraftForm(desk.request.POST, desk=desk)
    if not form.is_valid():
        return answer(422, error=form.errors["text"][0])
    if form.opened is None or form.is_foreign:
        return answer(409, error="本页与这条咨询不符，请刷新后再写。")
    known = form.known
    draft = services.save_draft(**known, seen_until=form.opened.seen_until)
    said = DRAFT_STORED.format(f"{timezone.localtime():%H:%M}") if known["text"].strip() else ""
    aside = bool(draft) and reply_form.own_drafts(desk).count() > 1
    of_this_box = draft is None or draft.page == known["written"].page
    law = {"found": reply_form.check(known["text"])}
    return answer(
        aside=aside,
        said=DRAFT_PUT_ASIDE if aside else said,
        version=getattr(draft, "version", "") if of_this_box else known["written"].version,
        law=render_to_string("admin/consult/consultation/law_found.html", law).strip(),
        **reply_form.news(desk),
    )


@require_POST
@_for_script
def search_articles(desk):
    """POST: the articles that words find; the words are in no address."""
    form = FindForm(desk.request.POST)
    if not form.is_valid():
        return answer(422, error=form.errors["find"][0])
    return answer(articles=canned.articles(desk.consultation, form.cleaned_data["find"]))


def reply(desk, closes=False):
    """Send, unless it was written for another client or somebody has written meanwhile."""
    form = ReplyForm(desk.request.POST, desk.request.FILES, desk=desk)
    if unfit := _unfit(desk, form):
        return unfit
    if not form.judge_files():
        return desk.show(422, reply=form)
    opened = form.opened
    if opened is None:
        return _look_first(desk, form, LOOK)
    times = sorted(set(desk.request.POST.getlist("times")))
    if times and closes:
        return _look_first(desk, form, TIMES_END)
    if times and not set(times) <= {one.isoformat() for one in appointments.free(desk.user)}:
        return _look_first(desk, form, TIMES_GONE)
    sent = {"token": opened.random, "times": times, "seen_until": opened.seen_until}
    sent |= {"files": form.enclosed(), "closes": closes}
    try:
        message = services.reply(**form.known, **sent)
    except services.NewMessagesError as refusal:
        return _look_first(desk, form, str(refusal), new_since=opened.seen_until)
    except attachments.NotStoredError as refusal:
        form.add_error(None, str(refusal))
        return desk.show(503, reply=form)
    except attachments.GoneError:  # said beside the field
        return desk.show(409, reply=form)
    attachments.keep_only(form.owner, [])  # what was left out is not for the next reply
    # Within the seconds to take it back the page says so itself, beside the button.
    return desk.done("" if message.visible_at > timezone.now() else "答复已发出。")


def _look_first(desk, form, why, new_since=None):
    """Ask once: the page now shows what is new, so the next click sends. The text is safe."""
    services.save_draft(**form.known)
    draft = reply_form.own_drafts(desk).first()
    token = tokens.issue_reply_token(desk.consultation, reply_form.newest(desk.consultation))
    form.overwrite(token=token, version=draft.version if draft else "")
    form.add_error(None, why)
    return desk.show(409, reply=form, new_since=new_since)


def _unfit(desk, form):
    """The page with what is wrong with a text; None for a good one."""
    # One for another client stands beside the box, so that no second click sends it.
    if form.is_foreign:
        return desk.show(409, refusal=FOREIGN, unsent=form["text"].value())
    return None if form.is_valid() else desk.show(422, reply=form)


def withdraw(desk):
    replies = Message.objects.filter(consultation=desk.consultation, author=desk.user)
    message = _chosen(desk, "message", replies)
    if message is None:
        return desk.show(409, refusal="没有可以撤回的答复，可能已经撤回。")
    had_files = message.attachments.exists()
    services.withdraw_reply(message=message, user=desk.user)
    files = "附件需要重新添加。" if had_files else ""
    return desk.done(f"已撤回，咨询人看不到这条答复。文字已放回下面的答复框。{files}", BOX)


def put_canned(desk):
    chosen = _chosen(desk, "canned", canned.canned_replies(desk.consultation))
    if chosen is None:
        why = GONE_CANNED if desk.request.POST.get("canned") else "请先选一条常用答复。"
        return desk.show(422, reply=_text_of(desk), canned_error=why)
    known = canned.values(desk.consultation, desk.user, services.signature_of(desk.user))
    choice = canned.filled(chosen, known)
    if choice["hint"]:
        messages.warning(desk.request, choice["hint"])
    return keep_text(desk, choice["text"])


def put_article(desk):
    chosen = _chosen(desk, "article", Article.objects.published())  # what the public sees alone
    if chosen is None:
        why = NOT_PUBLIC if desk.request.POST.get("article") else "请先选一篇文章。"
        return desk.show(422, reply=_text_of(desk), article_error=why)
    return keep_text(desk, canned.linked(chosen)["text"])


def find(desk):
    """List the articles that words find, the text kept where it is."""
    words = FindForm(desk.request.POST)
    status = 200 if words.is_valid() else 422
    return desk.show(status, reply=_text_of(desk), find=words)


def drop_aside(desk):
    """Give up what one wrote in another window; what stands in the box is kept."""
    chosen = _chosen(desk, "draft", reply_form.own_drafts(desk))
    if chosen is None:
        return desk.show(409, refusal=NOT_THERE, reply=_text_of(desk))
    chosen.delete()
    return keep_text(desk, said="另存的那一份已删除。")


def take(desk, drafts):
    """Put one of `drafts(desk)` into the box: a colleague's, or one's own of another window."""
    chosen, form = _chosen(desk, "draft", drafts(desk)), _text_of(desk)
    if chosen is None:
        return desk.show(409, refusal=NOT_THERE, reply=form)
    if unfit := _unfit(desk, form):
        return unfit
    services.take_over(**form.known, draft=chosen)
    return desk.done("草稿已放进您的答复框，请核对后发出。", BOX)


def _chosen(desk, name, rows):
    """The row whose key was posted, None when it is not among them any more."""
    try:
        return forms.ModelChoiceField(rows).clean(desk.request.POST.get(name))
    except ValidationError:
        return None


def keep_text(desk, more="", said=""):
    """Keep the posted text as the draft, with more below it, and show it in its box."""
    form = _text_of(desk)
    if unfit := _unfit(desk, form):
        return unfit
    known = form.known
    if more:
        known["text"] = f"{known['text'].rstrip()}\n\n{more}" if known["text"].strip() else more
    services.save_draft(**known)
    return desk.done(said, BOX)


def _text_of(desk):
    """The posted text; its files wait for the reply itself."""
    form = DraftForm(desk.request.POST, desk.request.FILES, desk=desk)
    if not form.is_foreign:
        reply_form.keep_files(desk, form)
    return form
