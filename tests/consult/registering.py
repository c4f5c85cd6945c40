"""A call that is written down: the form as the staff fills it in, and the page that follows."""

from django.urls import reverse

from consult.base.enums import Source
from tests.consult.desk_pages import CHANGE, SEND, VIEW
from tests.consult.posting import token
from tests.factories import make_area, make_lawyer, make_notice, make_staff

REGISTER, DONE = (
    reverse(f"admin:consult_consultation_{name}") for name in ("register", "registered")
)
RIGHT = "consult.register_consultation"
SAID = "公司三个月没有发工资，问能不能辞职要补偿。"


def make_registrar(name="林致远", **fields):
    """A lawyer who answers the telephone."""
    user = make_staff(RIGHT, VIEW, CHANGE, SEND, **fields)
    make_lawyer(name=name, user=user)
    return user


def make_secretary(**fields):
    """Somebody who may register and draft, and not send."""
    return make_staff(RIGHT, VIEW, CHANGE, last_name="王", first_name="小芸", **fields)


def call(**changed):
    """The fields of a call that is taken down; None leaves a field out."""
    fields = {
        "source": Source.PHONE,
        "name": "陈小满",
        "area": changed.pop("area", None) or make_area().pk,
        "question": SAID,
        "consent": "on",
        "notice": make_notice().pk,
        "token": token(),
        **changed,
    }
    return {name: value for name, value in fields.items() if value is not None}


def code_shown(client):
    """The code on the page that follows, 16 digits."""
    return client.get(DONE).context["code"].replace(" ", "")
