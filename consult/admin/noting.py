"""Private notes: whom they tell, and what is said of it afterwards."""

from django.contrib import messages

from consult import services
from consult.base import staff
from consult.desk import mentions
from consult.forms.base import PlainTextField
from consult.forms.care import NoteForm
from consult.models import Mention
from consult.spam import form_token

HANDED_OVER = "已转交，对方会收到提醒。"
KEPT = "备注已保存。"
TOLD = "备注已保存，已提醒{}。"
SHUT_OUT = "{}不能查看这条咨询，没有提醒到。需要一起办理的，请由咨询主管设为协办人。"
UNKNOWN = "备注里有的@后面不是同事的全名，或者有同名的同事，没有提醒到。请用“提醒谁”选择。"


def form_for(desk, data=None):
    """The form of a note, with the colleagues whom this author can tell."""
    people, able = mentions.colleagues(desk.consultation, desk.user)
    if not mentions.may_let_in(desk.user):
        people = [one for one in people if one.pk in able]
    return NoteForm(data, people=people, able=able)


def note(desk):
    """Keep a private note and tell whom it names."""
    form = form_for(desk, desk.request.POST)
    if not form.is_valid():
        return desk.show(422, note=form)
    text = form.cleaned_data["note"]
    chosen = {"text": text, "remind": form.chosen}
    kept = services.add_note(**desk.known, **chosen, token=form.token_value)
    said = mentions.named(desk.consultation, desk.user, text)
    if said.shut_out:
        messages.warning(desk.request, SHUT_OUT.format(_names(said.shut_out)))
    if said.unknown:
        messages.warning(desk.request, UNKNOWN)
    told = [one.user for one in Mention.objects.filter(note=kept).select_related("user__lawyer")]
    return desk.done(TOLD.format(_names(told)) if told else KEPT)


def _names(people):
    return "、".join(staff.display_name(one) for one in people)


def was_handed_over(request, key) -> bool:
    """Whether a post is one that has passed a consultation on already: a second click of it."""
    if request.POST.get("action") != "hand_over":
        return False
    text = PlainTextField().to_python(request.POST.get("handing_note", ""))
    token = form_token.parse(request.POST.get("token", "")).random
    return services.was_handed_over(key, request.user, text, token)
