"""Two lawyers on one consultation at the same moment: both texts are safe, the second is asked."""

import pytest

from consult import services
from consult.models import Draft, Message
from tests.consult.desk_pages import make_answering
from tests.factories import make_consultation
from tests.threads import aside, together

pytestmark = pytest.mark.engine


@pytest.fixture
def asked(transactional_db):
    return make_consultation()[0]


@pytest.fixture
def lawyers(transactional_db):
    return make_answering(name="林致远"), make_answering(name="张敏")


@pytest.fixture
def seen(asked):
    return asked.messages.get().sent_at


def test_of_two_answers_at_once_one_is_sent_and_the_other_asked(
    asked, lawyers, seen, shared_database
):
    def answer(user):
        fields = {"consultation": asked, "user": user, "text": user.username, "token": "t"}
        try:
            return services.reply(**fields, seen_until=seen).text
        except services.NewMessagesError:
            return "asked"

    told = together(*[lambda user=user: answer(user) for user in lawyers])
    assert told.count("asked") == 1
    assert aside(lambda: Message.objects.filter(sender="lawyer").count()) == 1


def test_drafts_of_two_at_once_are_both_kept(asked, lawyers, shared_database):
    known = [{"consultation": asked, "user": user, "text": user.username} for user in lawyers] * 3
    together(*[lambda fields=fields: services.save_draft(**fields) for fields in known])
    kept = aside(lambda: {draft.text for draft in Draft.objects.all()})
    assert kept == {user.username for user in lawyers}


def test_a_reply_and_its_own_slow_draft_leave_no_draft(asked, lawyers, seen, shared_database):
    lawyer = lawyers[0]
    known = {"consultation": asked, "user": lawyer, "seen_until": seen}

    def slow():
        try:
            services.save_draft(**known, text="可以申请仲")
        except services.NotAllowedError:
            return "refused"

    together(lambda: services.reply(**known, text="可以申请仲裁。", token="t"), slow)
    assert aside(lambda: Draft.objects.count()) == 0
