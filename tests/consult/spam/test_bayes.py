"""What the firm marks as spam teaches what is held, and nothing else does; taken back, it does not.

`posts.txt` has eighty posts of five kinds: loans, touts, casinos, card buyers, trials.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consult import services
from consult.base.enums import BatchAct, EventKind, State
from consult.client import status
from consult.desk import tally
from consult.models import Consultation
from consult.services import batches
from consult.services.intake import WROTE_AGAIN
from consult.spam import bayes
from consult.spam.score import Reason
from firm.models import BatchItem
from outbox.models import Notice
from tests.consult.desk_pages import act, make_answering
from tests.consult.posting import FORM, good_post, solved, token
from tests.consult.rows import fresh, kinds, put
from tests.factories import make_area, make_settings, make_submitted
from website.bootstrap import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HERE = Path(__file__).parent
POSTS = (HERE / "posts.txt").read_text(encoding="utf-8").splitlines()
MARKED, OTHERS = POSTS[:20], POSTS[20:]
with (ROOT / "bench" / "questions" / "asked.tsv").open(encoding="utf-8") as file:
    REAL = [one["question"] for one in csv.DictReader(file, delimiter="\t")]
# Of people who speak of what spam speaks of, or who want a lawyer.
NEAR = (HERE / "near.txt").read_text(encoding="utf-8").splitlines()
LIKE = OTHERS[0]


@pytest.fixture
def lawyer():
    make_settings(notify_email="office@example.com")
    return make_answering()


def asked(*texts):
    area = make_area()
    return [make_submitted(question=text, area=area)[0] for text in texts]


def mark(rows, user, name="t"):
    keys = [one.pk for one in rows]
    return batches.do(token=name, act=BatchAct.MARK_SPAM, keys=keys, user=user)


def held(texts):
    return [text for text in texts if bayes.is_like_spam(text)]


def test_twenty_verdicts_hold_the_others_and_nobody_who_asks(lawyer):
    rows = asked(*MARKED)
    put(rows[0], state=State.QUARANTINED, doubts=Reason.LINKS)
    services.close(consultation=rows[1], user=lawyer)
    assert held([*POSTS, *REAL]) == []  # nobody has judged one
    services.reopen(consultation=rows[1], user=lawyer)
    mark(rows, lawyer)
    assert len(held(OTHERS)) >= 55
    assert len(REAL) == 200
    assert held([*REAL, *NEAR]) == []


def test_spam_that_borrows_the_words_of_those_who_ask_shuts_none_of_them_out(lawyer):
    tails = [
        f"{text} 需要的加微信 law{n}，专业办理，不成功不收费" for n, text in enumerate(REAL[:20])
    ]
    mark(asked(*tails), lawyer)
    assert held([*REAL[20:], *NEAR]) == []


@pytest.mark.parametrize("way", ["taken back", "released", "erased"])
def test_a_verdict_that_goes_is_forgotten(lawyer, way):
    rows = asked(*MARKED)
    batch = mark(rows, lawyer)
    assert held([LIKE]) == [LIKE]
    if way == "taken back":
        batches.take_back(batch=batch, user=lawyer)
        assert {fresh(one).state for one in rows} == {State.NEW}
    for one in rows:
        if way == "released":
            services.release(consultation=one, user=lawyer)
        elif way == "erased":
            services.erase_now(consultation=one)
    assert held(OTHERS) == []
    assert bayes._learned[2] == {}  # nor is anything of it in memory


def received():
    today = timezone.localdate()
    span = today - timedelta(days=1), today + timedelta(days=1)
    return tally.counted([span], tally.CAME)[0].whole().received


def test_what_is_like_it_waits_uncounted_and_untold(client, lawyer):
    mark(asked(*MARKED), lawyer)
    Notice.objects.all().delete()
    answer = client.post(FORM, good_post(question=LIKE, proof=solved()))
    assert answer.status_code == 302
    found = Consultation.objects.get(state=State.QUARANTINED)
    assert found.doubts == Reason.ALIKE
    assert not Notice.objects.exists()
    assert received() == 0
    client.post(FORM, good_post(question=NEAR[0], proof=solved(), token=token(random="e" * 32)))
    assert received() == 1
    services.erase_now(consultation=fresh(found))
    services.erase_now(consultation=Consultation.objects.filter(state=State.SPAM).first())
    assert received() == 1


def test_those_nobody_has_opened_are_held_with_it_and_all_comes_back(lawyer):
    *rows, like, opened, person, by_phone = asked(*MARKED, LIKE, OTHERS[1], NEAR[0], OTHERS[2])
    services.record_opening(consultation=opened, user=lawyer)
    put(by_phone, registered_by=lawyer)
    before = State.QUARANTINED, Reason.LINKS
    put(rows[0], assignee=lawyer, state=before[0], doubts=before[1])
    batch = mark(rows, lawyer)
    assert batch.words == "已把20条咨询标为广告，另有1条相似的转入待甄别。"
    assert {fresh(one).state for one in rows} == {State.SPAM}
    assert (fresh(like).state, fresh(like).doubts) == (State.QUARANTINED, Reason.ALIKE)
    assert kinds(like)[-1] == EventKind.DOUBTED
    assert [fresh(one).state for one in (opened, person, by_phone)] == [State.NEW] * 3
    assert fresh(rows[0]).assignee is None
    assert LIKE not in str([*BatchItem.objects.values_list()])
    batches.take_back(batch=batch, user=lawyer)
    assert (fresh(like).state, fresh(like).doubts) == (State.NEW, "")
    first = fresh(rows[0])
    assert (first.state, first.doubts, first.assignee) == (*before, lawyer)
    assert {fresh(one).state for one in rows[1:]} == {State.NEW}


def test_from_its_page_it_is_a_batch_of_one(client, lawyer):
    (one,) = asked(MARKED[0])
    client.force_login(lawyer)
    answer = act(client, one, "spam")
    assert fresh(one).state == State.SPAM
    assert "已把1条咨询标为广告。" in client.get(answer.url).text
    assert act(client, one, "release").status_code == 302
    assert fresh(one).state == State.NEW


def test_who_writes_again_after_a_verdict_is_looked_at_once_more(lawyer):
    (one,) = asked(NEAR[0])
    mark([one], lawyer)
    shown = status.describe(fresh(one), [])
    assert shown["text"] == "咨询已结束"
    assert "promised_until" not in shown
    Notice.objects.all().delete()
    services.client_message(consultation=one, text="我不是广告，请再看看。", token="c")
    assert (fresh(one).state, fresh(one).doubts) == (State.QUARANTINED, WROTE_AGAIN)
    assert not Notice.objects.exists()


def test_a_post_costs_as_many_queries_however_many_verdicts(lawyer):
    asked(*REAL[:3])
    numbers = []
    for rows in (MARKED[:1], MARKED[1:]):
        mark(asked(*rows), lawyer, f"{len(rows)} marked")
        bayes.is_like_spam(LIKE)
        with CaptureQueriesContext(connection) as queries:
            bayes.is_like_spam(LIKE)
        numbers.append(len(queries))
    assert numbers == [3, 3]


def test_what_was_answered_is_a_lesson_too_and_what_does_not_open_is_none(lawyer, settings):
    mark(asked(*MARKED), lawyer)
    (answered,) = asked(LIKE)
    for fields, known in (
        ({"answered_at": timezone.now(), "state": State.ANSWERED}, True),
        ({"consent_withdrawn_at": timezone.now()}, False),
    ):
        put(answered, **fields)
        held([LIKE])
        assert (answered.pk in bayes._learned[2]) is known
    bayes._learned = None, None, {}  # a process that starts without the key
    settings.CONSULT_KEYS = {"another": bytes(32)}
    assert held([LIKE]) == []
