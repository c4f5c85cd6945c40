"""What has to be true of the table itself, whatever it says."""

import pytest

from tests.roles.people import STRANGERS

# The key that the page shows has to be the one whose code is asked: a telephone of one's own lies
# ready from then on, which opens nothing until a code of it was typed.
LIES_READY = "/admin/second-factor/"
CLOSED = ("login", "401", "403", "404", "405")
# What a stranger is answered in the office: the login, an invitation, where to go from there.
OPEN = {"/admin/login/", "/admin/logout/", "/admin/passkey/ask/"}
OPEN |= {"/admin/invitation/", "/admin/invitation/accept/"}
OPEN |= {"/admin/forgotten/", "/admin/new-password/"}

DESK = "/admin/consult/consultation/<path:object_id>/change/"
IDLE = {  # held by what refers to it; not possible with the consultation as it stands; asks first
    "/admin/second-factor/passkeys/add/",
    *("/admin/firm/practicearea/ [delete_selected]", "/admin/firm/lawyer/ [delete_selected]"),
    "/admin/firm/practicearea/<path:object_id>/delete/",
    *("/admin/firm/lawyer/<path:object_id>/delete/", "/admin/firm/page/ [delete_selected]"),
    *(DESK, f"{DESK} [take_back_in]", f"{DESK} [drop_aside]", f"{DESK} [reopen]"),
    *(f"{DESK} [release]", f"{DESK} [unhold]", f"{DESK} [calm]"),
}


@pytest.fixture
def cells(known):
    """Method, address, role and cell, one by one."""
    return [(*line, role, cell) for line, row in known.items() for role, cell in row.items()]


def test_nothing_is_changed_by_looking(cells):
    changed = [one for one in cells if one[0] == "GET" and one[3].endswith("!")]
    assert not [one for one in changed if not one[1].startswith(LIES_READY)]


def test_who_is_refused_changes_nothing_and_is_not_recorded_as_having_looked(cells):
    assert not [one for one in cells if one[3].startswith(CLOSED) and one[3].endswith(("!", "+"))]


def test_nothing_breaks(cells):
    assert not [one for one in cells if one[3].startswith("5")]


def test_who_is_not_let_in_is_let_in_nowhere(cells):
    office = [one for one in cells if one[1].startswith("/admin/") and one[2] in STRANGERS]
    entered = {one[1] for one in office if not one[3].startswith(CLOSED)}
    assert {name for name in entered if not name.startswith(LIES_READY)} == OPEN


def test_what_is_sent_does_something_to_who_may(known):
    """Else a refusal would prove nothing; where something else is in the way, it is named."""
    forms = [line for line in known if line[1].endswith(("/add/", "/change/", "/delete/", "]"))]
    rows = {line[1]: known[line].values() for line in forms if line[0] == "POST"}
    open_ = {name for name, row in rows.items() if not all(one.startswith(CLOSED) for one in row)}
    idle = {name for name in open_ if not any(one.endswith("!") for one in rows[name])}
    assert idle == IDLE
