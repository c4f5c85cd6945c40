"""Every cell of `docs/permissions.md`, tried on the desk: the buttons shown, the posts taken."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin.page import BUTTONS, PARTS
from consult.base.enums import Likeness, PartyRole, State
from consult.base.policy import RULES, Action
from consult.conflicts import parties
from consult.files.attachments import CheckedFile
from consult.models import Attachment, Consultation, KnownParty
from consult.services import replies
from tests.consult.desk_pages import ALL, VIEW, act, make_answering, make_assistant, page_of
from tests.consult.permissions import SEALED, TABLE, WITHDRAWN, cases, differing, put, undone
from tests.consult.posting import reply_token
from tests.factories import make_consultation, make_notice, make_staff, make_superuser
from tests.stages import thinned

pytestmark = pytest.mark.django_db
STAFF = [action for action, rule in RULES.items() if rule.permission]
RIGHTS = {f"consult.{TABLE[action].permission}" for action in STAFF}
SENT = "可以申请劳动仲裁。"


@pytest.fixture
def user():
    return make_superuser()


@pytest.fixture
def asked(client, user):
    """With one of everything: a file, an answer to take back, a colleague's draft."""
    file = SimpleUploadedFile("欠条.txt", "欠款五万".encode())
    checked = CheckedFile("欠条.txt", "txt", file.size, file)
    consultation = make_consultation(name="王小明", files=[checked])[0]
    services.save_draft(consultation=consultation, user=make_assistant(), text="助理起草的")
    services.reply(consultation=consultation, user=user, text=SENT, token="first")
    later = timezone.now() + timedelta(hours=1)  # it can be taken back however long this takes
    consultation.messages.filter(author=user).update(visible_at=later)
    party = KnownParty(name="云澜宏达建材有限公司", role=PartyRole.CLIENT)
    parties.register(party=party)
    consultation.conflict_hits.create(party=party, about_opponent=True, likeness=Likeness.NEAR)
    client.force_login(user)
    return consultation


@pytest.fixture
def typed(asked, user):
    """What each button posts beside its name."""
    theirs = asked.drafts.get().pk
    aside = {"draft": replies.put(asked, user, below="另一个窗口写的").pk}
    return {
        **dict.fromkeys(("reply", "reply_close"), {"text": "再答一句。"}),
        "withdraw": {"message": asked.messages.get(author=user).pk},
        "draft": {"text": "要点"},
        "canned": {"text": "要点"},
        "article": {"text": "要点"},
        "find": {"text": "要点"},
        "take_over": {"draft": theirs},
        "take_back_in": aside,
        "drop_aside": aside,
        "note": {"note": "一句话"},
        "facts": {"name_0": "工龄", "value_0": "五年"},
        "correct": {"opponent": "某公司"},
        "share": {"people": [user.pk]},
        "assign": {"assignee": user.pk},
        "hit_same": {"hit": asked.conflict_hits.get().pk},
        "hit_other": {"hit": asked.conflict_hits.get().pk},
        "limitation": {"limitation_on": "2027-03-01"},
        "follow_up": {"on": timezone.localdate() + timedelta(days=9), "why": "问收到没有"},
        "outcome": {"outcome": "engaged"},
        "source": {"source": "phone"},
        "hand_over": {
            "to": make_answering(name="张敏").pk,
            "seen": user.pk,
            "handing_note": "请接手",
        },
    }


# Where content is closed: the services are asked in every cell, the page whether it asks them.
CLOSED = [(State.NEW, SEALED), (State.CLOSED, WITHDRAWN), (State.ERASED, "")]


FIELDS = {"limitation": "limitation_on", "follow_up": "on", "share": "people"}
FIELDS |= {"assign": "assignee", "correct": "opponent", "facts": "value_0"}


def shown(html, asked):
    """The actions whose button, field or link is on a page."""
    names = set(re.findall(r'name="action"\s+value="(\w+)"', html))
    fields = set(re.findall(r'name="(\w+)"', html))
    found = {action for name, (action, _) in BUTTONS.items() if action and name in names}
    found |= {part.action for name, part in PARTS.items() if FIELDS.get(name, name) in fields}
    found |= {Action.HOLD, Action.UNHOLD} if found & {Action.HOLD, Action.UNHOLD} else set()
    found |= {Action.REVIEW} if "/conflict/" in html else set()
    found |= {Action.TO_ARTICLE} if f"{asked.pk}/article/" in html else set()
    return found | ({Action.READ} if "王小明" in html else set())


WRITING = {Action.REPLY, Action.DRAFT, Action.TAKE_OVER}


def test_a_page_shows_what_can_be_done_and_nothing_else(client, asked):
    past = timezone.now() - timedelta(minutes=1)
    Consultation.objects.update(answered_at=past)
    services.allow_publication(consultation=asked, notice=make_notice())
    for case in [*cases(), (State.QUARANTINED, SEALED)]:
        with undone():
            put(asked, *case)
            can = {action for action in STAFF if TABLE[action].allows(*case)}
            can -= WRITING if case[0] == State.CLOSED else set()  # until it is opened again
            assert (case, shown(client.get(page_of(asked)).text, asked)) == (case, can)


def test_a_button_does_what_the_page_says_and_takes_its_right_and_no_other(
    client, asked, typed, user, subtests
):
    parts = [("save", part.action, name) for name, part in PARTS.items()]
    buttons = [(name, action, name) for name, (action, _) in BUTTONS.items() if action]
    for number, (button, action, name) in enumerate([*buttons, *parts]):
        right, fields = f"consult.{TABLE[action].permission}", typed.get(name, {})

        def done(one, button=button, fields=fields):
            return act(client, one, button, **fields).status_code != 409

        with subtests.test(name):
            client.force_login(user)
            closed = thinned(CLOSED[number % 3 :] + CLOSED[: number % 3], 3)
            assert differing(asked, done, action, closed) == []
            for rights, refused in ((RIGHTS - {right}, True), ({right}, False)):
                with undone():
                    client.force_login(make_staff(VIEW, ALL, *rights))
                    answer = act(client, asked, button, **fields)
                    assert (answer.status_code == 403) is refused


LOOKS = {
    "draft": (Action.READ, "get", {}),
    "articles": (Action.READ, "post", {}),
    "conflict": (Action.REVIEW, "post", {"decision": "allowed", "reason": "核对过。"}),
}


def test_the_other_addresses_do_what_the_page_says(client, asked):
    for name, (action, method, fields) in LOOKS.items():

        def done(one, name=name, method=method, fields=fields):
            return getattr(client, method)(page_of(one, name), fields).status_code in {200, 302}

        assert (name, differing(asked, done, action, CLOSED)) == (name, [])


def test_a_draft_is_kept_and_a_file_handed_out_as_the_page_says(client, asked):
    keys = [asked.pk, Attachment.objects.get().pk]
    address = reverse("admin:consult_consultation_file", args=keys)
    given = differing(asked, lambda one: client.get(address).status_code == 200, Action.READ)
    assert given == []

    def kept(one):
        known = {"token": reply_token(one), "text": "要点"}
        return client.post(page_of(one, "draft"), known).status_code == 200

    assert differing(asked, kept, Action.DRAFT, CLOSED) == []
