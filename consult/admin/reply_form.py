"""The reply box: the draft in it, what can be put into it, and who else is writing."""

from datetime import timedelta

from django.utils import timezone

from consult import services
from consult.admin import snippets
from consult.base import staff
from consult.base.policy import Action
from consult.desk import reply_law, reply_token
from consult.files import parking
from consult.forms.desk import ArticleForm, CannedForm, DraftForm, FindForm
from consult.models import Draft

WRITING = timedelta(minutes=2)  # how long after the last stroke somebody counts as writing


def reply_box(desk, parts, given):
    """Template context of the reply box; empty where no reply can be written."""
    if not desk.can(Action.DRAFT):
        return {}
    drafts, thread = parts["drafts"], parts["thread"]
    mine = [one for one in drafts if one.author_id == desk.user.pk]
    own, aside = (*mine, None, None)[:2]  # the next is offered once this one is dealt with
    last = max((row["message"].sent_at for row in thread), default=desk.consultation.received_at)
    token = reply_token.issue(desk.consultation, last)
    text, version = (own.text, own.version) if own else ("", "")
    known = {"token": token, "text": text, "version": version}
    form = given.get("reply") or DraftForm(initial=known, user=desk.user)
    keep_files(desk, form)
    return {
        "reply_form": form,
        "own_draft": own,
        "aside": aside,
        "new_messages": [row["message"] for row in thread if row["is_new"]],
        "may_send": desk.may(Action.REPLY),
        "writing": writing(drafts, desk.user),
        "offered": drafts_offered(desk, drafts),
        "last_message": stamp(last),
        "law_found": reply_law.check(form["text"].value() or ""),
        "law_sent": law_of_sent(parts["undoable"]),
        **tools(desk, given),
    }


def law_of_sent(undoable):
    """What to look at in the reply that can still be taken back, if there is anything."""
    found = reply_law.check(undoable[-1][0].text) if undoable else None
    return found if found and found.told else None


def keep_files(desk, form):
    """Keep the files of a reply that is not sent yet; a new box lists those that wait for it."""
    if form.is_bound:
        # Counted for the account: what strangers may bring from the office's address is theirs.
        form.park(f"user {desk.user.pk}", desk.consultation)
    else:
        form.parked = parking.waiting(form.owner)


def tools(desk, given):
    """What can be put into the text: canned replies with their variables filled, articles."""
    signature = services.signature_of(desk.user)
    values = snippets.values(desk.consultation, desk.user, signature)
    replies = snippets.canned_replies(desk.consultation)
    find = given.get("find") or FindForm()
    words = find.cleaned_data.get("find", "") if find.is_bound else ""
    return {
        "signature": signature,
        "canned_form": given.get("canned") or CannedForm(replies=replies),
        "canned_choices": [snippets.filled(reply, values) for reply in replies],
        "article_form": given.get("article") or ArticleForm(),
        "find_form": find,
        "article_choices": snippets.articles(desk.consultation, words),
        "sought": words,
    }


def newest(consultation):
    """The time of the newest message."""
    times = consultation.messages.order_by("-sent_at").values_list("sent_at", flat=True)
    return times.first() or consultation.received_at


def stamp(at):
    """A time as the page's script compares it, in milliseconds."""
    return int(at.timestamp() * 1000)


def writing(drafts, user):
    """Who else has written at an answer in the last two minutes."""
    since = timezone.now() - WRITING
    others = [one for one in drafts if one.author_id != user.pk and one.updated_at > since]
    return list(dict.fromkeys(staff.display_name(one.author) for one in others))


def drafts_to_take(desk):
    """Drafts of colleagues who may not send them."""
    others = Draft.objects.filter(consultation=desk.consultation).exclude(author=desk.user)
    return others.exclude(author__in=staff.holders(Action.REPLY))


def own_drafts(desk):
    """What this user wrote in each window, the newest first."""
    return Draft.objects.filter(consultation=desk.consultation, author=desk.user)


def drafts_offered(desk, drafts):
    """Those drafts for somebody who may send, with the names of their authors."""
    if not desk.may(Action.TAKE_OVER) or all(one.author_id == desk.user.pk for one in drafts):
        return []
    keys = set(drafts_to_take(desk).values_list("pk", flat=True))
    offered = [(one, staff.display_name(one.author)) for one in drafts if one.pk in keys]
    return offered[:1]  # the next is offered once this one is taken


def news(desk):
    """What a page that is open wants to know: who is writing, and the newest message's time."""
    drafts = desk.consultation.drafts.select_related("author__lawyer")
    return {
        "writing": writing(drafts, desk.user),
        "last": stamp(newest(desk.consultation)),
    }
