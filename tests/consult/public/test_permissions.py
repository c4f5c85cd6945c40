"""Every cell of `docs/permissions.md`, tried by a client: what is offered, what is taken."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consult.base.enums import ConsentKind
from consult.base.policy import RULES, Action
from consult.files.attachments import CheckedFile
from tests.consult.appointing import make_free, offered
from tests.consult.permissions import TABLE, WITHDRAWN, cases, put, undone
from tests.consult.posting import THREAD, enter, token
from tests.consult.publishing import make_answered, make_asked
from tests.factories import make_consultation, make_notice, make_settings, make_superuser

pytestmark = pytest.mark.django_db
# What takes an answer, and a text that the client was asked about.
OF_AN_ANSWER = [Action.JUDGE_ARTICLE, Action.RATE]
BY_ITSELF = {Action.REMIND, Action.PURGE}  # what the site does
CLIENTS = [one for one, rule in RULES.items() if not rule.permission and one not in BY_ITSELF]
ACTIONS = [one for one in CLIENTS if one not in (*OF_AN_ANSWER, Action.MEET)]
ERASE, COPY, MAIL, PUBLISH = (
    reverse(f"consult:{name}") for name in ("erase", "copy", "stop_mail", "publication")
)
WITHDRAW = reverse("consult:withdraw", args=["processing"])


@pytest.fixture
def asked():
    file = SimpleUploadedFile("欠条.txt", "欠款五万".encode())
    checked = CheckedFile("欠条.txt", "txt", file.size, file)
    return make_consultation(
        question="欠款五万元要不回来，怎么办？", email="a@b.cn", files=[checked]
    )


def inside(asked, state, fact):
    """A browser that was let in before the consultation came into the situation."""
    client = Client()
    enter(client, asked[1])
    put(asked[0], state, fact)
    return client


def allowed(action, state, fact):
    """What the page says, behind the thread that everything of a client is reached by."""
    return all(TABLE[one].allows(state, fact) for one in (action, Action.OPEN_THREAD))


def shown(client):
    """What the thread, and the page that asks before an erasure, offer."""
    html = client.get(THREAD).text
    marks = {
        Action.OPEN_THREAD: "欠款五万元",
        Action.ADD: 'name="text"',
        Action.COPY: f'action="{COPY}"',
        Action.PUBLISH: f'action="{PUBLISH}"',
        Action.WITHDRAW_CONSENT: f'href="{WITHDRAW}"',
        Action.STOP_MAIL: f'action="{MAIL}"',
    }
    found = {action for action, mark in marks.items() if mark in html}
    return found | ({Action.ERASE} if 'name="sure"' in client.get(ERASE).text else set())


def test_a_thread_offers_what_can_be_done_and_nothing_else(asked):
    for case in cases():
        with undone():
            can = {action for action in ACTIONS if allowed(action, *case)}
            if case[1] == WITHDRAWN:  # what is left to take back then: the next test
                can -= {Action.WITHDRAW_CONSENT}
            assert (case, shown(inside(asked, *case))) == (case, can)


def test_publication_can_be_taken_back_after_all_else_was(client):
    kinds = [ConsentKind.PROCESSING, ConsentKind.SENSITIVE, ConsentKind.PUBLICATION]
    kept, code = make_consultation(consents=dict.fromkeys(kinds, make_notice()))
    enter(client, code)
    client.post(WITHDRAW)
    left = re.findall(r'href="(/\S+/withdraw/\w+/)"', client.get(THREAD).text)
    assert left == [reverse("consult:withdraw", args=["publication"])]
    client.post(left[0])
    stand = kept.consents.filter(withdrawn_at=None).values_list("kind", flat=True)
    assert list(stand) == [ConsentKind.SENSITIVE]


@pytest.mark.parametrize("action", OF_AN_ANSWER)
def test_what_follows_an_answer_is_offered_and_done_as_the_page_says(action):
    lawyer = make_superuser()
    answered = make_answered(lawyer)
    asked_at = make_asked(answered[0], lawyer).asked_at
    address, fields = {
        Action.RATE: (reverse("consult:rating"), {"value": "helped"}),
        Action.JUDGE_ARTICLE: (
            reverse("consult:article"),
            {"asked": asked_at.isoformat(), "verdict": "agreed", "token": token()},
        ),
    }[action]
    for case in cases(action):
        with undone():
            client = inside(answered, *case)
            can = allowed(action, *case)
            assert (case, address in client.get(THREAD).text) == (case, can)
            assert (case, client.post(address, fields).status_code == 302) == (case, can)


def test_times_are_offered_and_taken_as_the_page_says():
    make_settings()
    meeting, times, code = offered(make_free())
    for case in cases(Action.MEET):
        with undone():
            client, can = inside((meeting, code), *case), allowed(Action.MEET, *case)
            assert (case, 'name="slot"' in client.get(THREAD).text) == (case, can)
            post = {"action": "take", "slot": times[0].isoformat()}
            assert (case, client.post(THREAD, post).status_code == 302) == (case, can)
