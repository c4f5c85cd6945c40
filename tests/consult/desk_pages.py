"""The page of a consultation as the staff uses it: who they are, and the buttons they press."""

from django.urls import reverse

from tests.consult.posting import reply_token, token
from tests.factories import make_lawyer, make_staff

VIEW, CHANGE, SEND, ALL = (
    f"consult.{name}"
    for name in ("view_consultation", "change_consultation", "send_reply", "see_all_consultations")
)
REPLYING = {"reply", "reply_close", "draft", "canned", "article", "find", "take_over"}


def page_of(consultation, name="change"):
    """An address of the page: the page itself, or one of its endpoints."""
    return reverse(f"admin:consult_consultation_{name}", args=[consultation.pk])


def make_answering(name="林致远", **fields):
    """A lawyer with an account who may answer everything."""
    user = make_staff(VIEW, CHANGE, SEND, ALL, **fields)
    make_lawyer(name=name, user=user)
    return user


def make_assistant(**fields):
    """Somebody who may write but not send."""
    return make_staff(VIEW, CHANGE, ALL, last_name="王", first_name="小芸", **fields)


def act(client, consultation, action, **fields):
    """Press a button of the page, the reply box opened now."""
    known = reply_token(consultation) if action in REPLYING else token()
    return client.post(page_of(consultation), {"action": action, "token": known, **fields})
