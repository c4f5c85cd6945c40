"""整理成文章 as a lawyer's browser uses it."""

from consult.models import Publication
from tests.consult.desk_pages import CHANGE, SEND, VIEW, page_of
from tests.consult.publishing import QUESTION, TITLE
from tests.factories import make_lawyer, make_settings, make_staff

WRITE, EDIT = "articles.add_article", "articles.change_article"
SEEN = "articles.view_article"


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
    """What a browser would post of the form of a page, nothing chosen for an open mark."""
    form = page.context["form"]
    values = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
    return {**values, **changed}


def ticked(page, why="usual"):
    """The same with a reason for each mark."""
    marks = page.context["form"].compared.marks
    return {name: value for one in marks
            for name, value in ((f"act_{one.key}", "keep"), (f"why_{one.key}", why))}  # fmt: skip


def written(client, case, **changed):
    """Begun and saved with a text of which nothing is marked."""
    press(client, case, "start")
    known = {"title": TITLE, "question": QUESTION, **changed}
    press(client, case, "save", **filled(client.get(address(case)), **known))
    return client.get(address(case))


def one():
    """What there is of it."""
    return Publication.objects.get()
