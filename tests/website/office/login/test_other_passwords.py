"""Wherever else a password is typed it is counted as at the login."""

import pytest

from tests.threads import together
from tests.website.login import Counting, later
from tests.website.second_factor import PAGE, verified
from website.office.login import backend as ceilings
from website.office.login.backend import CountedBackend

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NEW = "kuniang-2417-weimo"
# On a device that is known: its own tries, then those that strangers have.
MOST = ceilings.DEVICE.free + ceilings.ACCOUNT.free


def change(client, old):
    typed = {"old_password": old, "new_password1": NEW, "new_password2": NEW}
    return client.post("/admin/password_change/", typed)


def remove(client, password):
    return client.post(f"{PAGE}remove/", {"password": password, "code": "000000"})


@pytest.mark.parametrize("act", [change, remove])
def test_passwords_guessed_in_an_open_session_are_counted(client, lin, act):
    verified(client, lin)
    Counting.evaluated = 0
    answers = [act(client, "wrong") for _ in range(MOST + 5)]
    assert Counting.evaluated == MOST
    assert ceilings.TooManyGuessesError(ceilings.ACCOUNT.first).message in answers[-1].text


def test_a_new_password_waits_no_longer_than_the_guesses_before_it(client, lin):
    verified(client, lin)
    for _ in range(MOST + 1):
        change(client, "wrong")
    assert change(client, "x").status_code == 429
    later(hours=1, minutes=1)
    assert change(client, "x").status_code == 302


def test_a_right_old_password_beside_a_bad_new_one_is_no_guess(client, lin):
    verified(client, lin)
    typed = {"old_password": "x", "new_password1": "a", "new_password2": "b"}
    answers = [client.post("/admin/password_change/", typed).status_code for _ in range(MOST + 5)]
    assert set(answers) == {200}


def test_of_many_tries_at_one_moment_only_the_free_ones_are_made(shared_database, rf):
    request = rf.post("/admin/login/", REMOTE_ADDR="203.0.113.9")

    def attempt():
        try:
            return CountedBackend().authenticate(request, "nobody", "wrong")
        except ceilings.TooManyGuessesError:
            return "refused"

    answers = together(*[attempt] * 32)
    assert answers.count("refused") == 32 - ceilings.ACCOUNT.free
    assert Counting.evaluated == ceilings.ACCOUNT.free


def test_a_shell_is_not_counted(db):
    assert CountedBackend().authenticate(None, "nobody", "wrong") is None
