"""整理成文章 as a lawyer's browser uses it."""

from consult.models import Publication
from tests.consult.desk_pages import CHANGE, SEND, VIEW, page_of
from tests.factories import make_lawyer, make_settings, make_staff

WRITE, EDIT = "articles.add_article", "articles.change_article"
SEEN = "articles.view_article"
TICKS = {"friends": "on", "opponent": "on", "sensitive": "on"}


def signed_in(client):
    """A lawyer who may answer everything and write articles, logged in."""
    make_settings()
    user = make_staff(VIEW, CHANGE, SEND, WRITE, EDIT, SEEN, "consult.see_all_consultations")
    make_lawyer(name="林致远", user=user)
    client.force_login(user)
    return user


def address(case):
    """Where it is done."""
    return page_of(case, "article")


def press(client, case, action, **fields):
    """Press a button of the page."""
    return client.post(address(case), {"action": action, **fields})


def filled(page, **changed):
    """What a browser would post of the form of a page, every word decided on."""
    form = page.context["form"]
    values = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
    values |= {act.html_name: act.value() or "swap" for _, act, _ in form.rows()}
    return {**values, **changed}


def written(client, case):
    """The second step, every word of the first swapped."""
    press(client, case, "start")
    press(client, case, "write", **filled(client.get(address(case))))
    return client.get(address(case))


def one():
    """What there is of it."""
    return Publication.objects.get()
