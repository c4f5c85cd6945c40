"""What the staff writes down of a call, looks up of a caller, puts right of facts and person."""

import pytest

from consult import services
from consult.base.enums import Conflict, ConsentKind, EventKind, PartyRole, Sender, Source, State
from consult.conflicts import blind_indexes
from consult.services import Registration, desk, intake
from consult.services.desk import Row
from outbox.models import Notice
from tests.consult.conflicts.test_parties import make_party
from tests.consult.desk_pages import make_answering
from tests.consult.registering import make_secretary
from tests.consult.rows import fresh, kinds, recorded
from tests.factories import make_area, make_notice, make_settings, make_submitted, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FACTS = [("入职时间", "2021年3月"), ("月工资", "8,000元")]
PERSON = {"name": "陈女士", "phone": "13900000147", "email": "", "city": "", "opponent": "前公司"}
FIRM, ANSWER = "云澜宏达建材有限公司", "先把打卡记录留好。"


@pytest.fixture
def lawyer():
    return make_answering(email="lin@example.com")


@pytest.fixture
def asked():
    return fresh(make_submitted(**PERSON, facts=FACTS)[0])


def stored(asked):
    return [(one.name, one.answer, one.corrected) for one in asked.facts.all()]


def rows(asked, **values):
    """The table as it stands, with some values changed."""
    facts = asked.facts.all()
    return [Row(str(one.pk), one.name, values.get(one.name, one.value)) for one in facts]


def set_facts(asked, user, table, seen=None):
    seen = desk.state_of(list(asked.facts.all())) if seen is None else seen
    return services.set_facts(consultation=asked, user=user, rows=table, seen=seen)


def test_a_corrected_fact_stands_beside_the_clients_and_ones_own_goes_when_emptied(asked, lawyer):
    opened = desk.state_of(list(asked.facts.all()))
    own = [Row("", "工龄", "五年"), Row("", "", ""), Row("gone", "岗位", "店员")]
    typed = [*rows(asked, 月工资="6,500元"), *own]
    assert set_facts(asked, lawyer, typed, opened) is True
    added = [("工龄", "", "五年"), ("岗位", "", "店员")]
    assert stored(asked) == [(*FACTS[0], ""), (*FACTS[1], "6,500元"), *added]
    assert [one.order for one in asked.facts.all()] == [0, 1, 2, 3]
    assert set_facts(asked, lawyer, typed, opened) is False  # sent twice
    assert recorded(EventKind.FACTS_CHANGED, actor=lawyer) == 1
    for older in (opened, "~"):
        with pytest.raises(services.FactsChangedError):
            set_facts(asked, lawyer, rows(asked, 入职时间="2020年"), older)
    again = rows(asked, 入职时间="", 月工资="8,000元", 工龄="", 岗位="经理")
    assert set_facts(asked, lawyer, again) is True
    assert stored(asked) == [(*FACTS[0], ""), (*FACTS[1], ""), ("岗位", "", "经理")]
    halves = [Row("", "没有内容", ""), Row("", "", "没有名称")]
    assert set_facts(asked, lawyer, [*rows(asked, 入职时间=""), *halves]) is False
    assert recorded(EventKind.FACTS_CHANGED) == 2
    for change in ({"月工资": "6,500元"}, {"月工资": ""}, {"岗位": ""}):
        assert set_facts(asked, lawyer, rows(asked, **change)) is True
    assert stored(asked) == [(*FACTS[0], ""), (*FACTS[1], "")]


def correct(asked, user, seen=None, area=None, sensitive=None, **changed):
    asked = fresh(asked)
    person = {name: getattr(asked, name) for name in desk.PERSON} | changed
    known = {"seen": seen or services.print_of(asked)[0], "area": area or asked.area}
    services.correct(consultation=asked, user=user, **known, sensitive=sensitive, **person)
    return fresh(asked)


def test_each_field_of_the_person_is_put_right_with_its_index(asked, lawyer, monkeypatch):
    opened, area = services.print_of(asked)[0], make_area()
    correct(asked, lawyer)
    assert not recorded(EventKind.PERSON_CHANGED)  # nothing was changed
    new = {"name": "陈小满", "phone": "13900000999", "email": "c@example.com"}
    new |= {"city": "南京", "opponent": "王五"}
    found = correct(asked, lawyer, area=area, **new)
    assert {name: getattr(found, name) for name in new} == new
    assert (found.area, found.wants_mail) == (area, True)
    assert found.name_index == blind_indexes.index_of_name("陈小满")
    assert found.opponent_index == blind_indexes.index_of_name("王五")
    assert found.phone_index == blind_indexes.index_of_phone("13900000999")
    assert found.email_index == blind_indexes.index_of_email("c@example.com")
    assert recorded(EventKind.PERSON_CHANGED, actor=lawyer) == 1
    with monkeypatch.context() as unchecked:  # where no name is another
        unchecked.delattr(desk.check, "check")
        assert correct(asked, lawyer, area=asked.area).area == asked.area
    with pytest.raises(services.NotAllowedError, match=desk.CHANGED_SINCE):
        correct(asked, lawyer, seen=opened, name="李女士")
    services.stop_mail(consultation=found)
    assert not correct(asked, lawyer, email="b@example.com").wants_mail
    other = correct(asked, lawyer, area=make_area(), sensitive=make_notice())
    correct(asked, lawyer, city="北京", sensitive=make_notice())  # one that stands stays
    given = other.consents.get(kind=ConsentKind.SENSITIVE)
    assert (given.told_by, given.given_orally, given.notice) == (lawyer, True, make_notice())
    assert recorded(EventKind.CONSENT_GIVEN, actor=lawyer) == 1
    make_party(FIRM, role=PartyRole.CLIENT)
    assert correct(asked, lawyer, opponent=FIRM).conflict == Conflict.SEALED


def told(by, to=None, answer="", **fields):
    """A call that is written down, as the database has it."""
    registered = Registration(by, Source.PHONE, to, answer)
    return fresh(make_submitted(registered=registered, **fields)[0])


@pytest.mark.parametrize("named", [True, False])
def test_a_call_is_kept_with_who_wrote_it_down_and_what_was_answered(lawyer, named):
    kept = told(lawyer, to=lawyer if named else None, answer=ANSWER)
    assert (kept.source, kept.registered_by, kept.assignee) == (Source.PHONE, lawyer, lawyer)
    answer = kept.messages.get(sender=Sender.LAWYER)
    assert (answer.text, answer.author, answer.signature) == (ANSWER, lawyer, "林致远律师")
    assert answer in kept.messages.for_client()
    assert (kept.state, kept.answered_at) == (State.ANSWERED, answer.visible_at)
    assert (kept.consents.get().told_by, kept.consents.get().given_orally) == (lawyer, True)
    assert kinds(kept) == [EventKind.REGISTERED, EventKind.ASSIGNED, EventKind.REPLIED]
    assert {event.actor for event in kept.events.all()} == {lawyer}
    assert not Notice.objects.exists()
    assert told(lawyer).messages.count() == 1  # without an answer


def test_what_is_said_later_is_added_as_it_came(lawyer):
    kept, text = told(lawyer), "付了定金。"
    for source, label in ((Source.VISIT, Source.VISIT.label), (Source.ARTICLE, Source.PHONE.label)):
        heard = {"registered": Registration(lawyer, source), "token": source}
        added = services.spoken_message(consultation=kept, text=text, **heard)
        assert (added.text, added.sender) == (intake.ADDED.format(label) + text, Sender.CLIENT)
    assert recorded(EventKind.CLIENT_WROTE, actor=lawyer) == 2


def test_who_may_not_send_leaves_a_draft_and_goes_on_with_it(lawyer):
    secretary = make_secretary()
    kept = told(secretary, to=lawyer, answer=ANSWER)
    assert (kept.assignee, kept.answered_at, kept.drafts.get().text) == (lawyer, None, ANSWER)
    assert list(kept.shared_with.all()) == [secretary]
    assert kinds(kept) == [EventKind.REGISTERED, EventKind.ASSIGNED, EventKind.SHARED]
    assert Notice.objects.get().recipient == lawyer.email
    assert not told(make_superuser(), to=lawyer).shared_with.exists()  # who sees all anyway
    make_settings(assign_by_turn=True)
    lawyer.lawyer.areas.set([area := make_area()])
    assert told(secretary, area=area).assignee == lawyer  # whose turn it is
