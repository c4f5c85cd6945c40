"""Whatever key is posted where the office takes one: a plain refusal, never a page of error 500."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.roles.asking import ask
from tests.roles.filled import Boxes
from tests.roles.meeting import expect_none

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ABSURD = {"longer than any": "1" + "0" * 30, "a word": "a", "negative": "-1", "null": "\x00"}
KEY = re.compile(r"\d{1,9}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COUNTED = re.compile(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")  # how many rows a form has
HOLDERS = "input[type=hidden], input[type=checkbox], input[type=radio], option, button"


def names_of_keys(page):
    """The names under which the forms of a page post the key of a row."""
    for one in BeautifulSoup(page, "html.parser").select(HOLDERS):
        holder = one.find_parent("select") if one.name == "option" else one
        name = holder.get("name") if holder else None
        if name and KEY.fullmatch(one.get("value", "")) and not COUNTED.search(name):
            yield name


def posts(site):
    """Each address of the office that takes a post, with what its page or its line would send."""
    person = site.persons["superuser"]
    for address in site.lines:
        if "POST" not in address.methods or not address.path.startswith("/admin/"):
            continue
        page = ask(site.digests, person, "GET", address.path)
        here = Boxes(page.told).fields if page.status == 200 else {}
        names = {*names_of_keys(page.told)} if page.status == 200 else set()
        names |= {name for name, value in address.data.items() if KEY.fullmatch(str(value))}
        if names:
            yield address, {**here, **address.data}, names


@pytest.mark.ci
@pytest.mark.parametrize("key", ABSURD.values(), ids=ABSURD.keys())
def test_an_absurd_key_is_refused_plainly(site, key):
    person, wrong = site.persons["superuser"], []
    for address, data, names in posts(site):
        try:
            absurd = dict.fromkeys(names, [key])
            status = ask(site.digests, person, "POST", address.path, {**data, **absurd}).status
        except Exception as error:  # the test client lets through what would be a page 500
            status = type(error).__name__
        if status not in range(200, 500):
            wrong.append((address.name, status, sorted(names)))
    expect_none(wrong)
