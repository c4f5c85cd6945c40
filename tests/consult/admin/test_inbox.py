"""The inbox: open work first, masked, with how each question begins for who may read it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin import columns
from consult.admin.inbox import DOUBTFUL
from consult.admin.start_page import NOBODY_NOTIFIED
from consult.base.enums import Conflict, State
from consult.desk import metrics
from consult.models import Consultation
from tests.consult.posting import shift
from tests.factories import make_area, make_consultation, make_settings, make_staff, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INBOX = reverse("admin:consult_consultation_changelist")
SECRET = {"name": "王小明", "phone": "13800000000", "email": "wang@example.com"}
QUERIES = 15
SECRET |= {"city": "云澜市", "opponent": "某某公司"}
SECRET |= {"question": "我被拖欠工资三个月了怎么办？" * 3 + "后面的话"}


@pytest.fixture
def reader(client):
    client.force_login(make_staff("consult.view_consultation", "consult.see_all_consultations"))
    return client


def listed(client, query=""):
    return {one.pk for one in client.get(INBOX + query).context["cl"].result_list}


def test_it_shows_what_waits_for_an_answer(reader):
    user = make_staff()
    new, closed, answered, odd = (make_consultation()[0] for _ in range(4))
    services.close(consultation=closed, user=user)
    services.reply(consultation=answered, user=user, text="答复", token="t")
    Consultation.objects.filter(pk=odd.pk).update(state="quarantined")
    assert listed(reader) == {new.pk}
    assert listed(reader, "?work=all") == {new.pk, closed.pk, answered.pk, odd.pk}
    assert listed(reader, "?work=quarantined") == {odd.pk}


def test_what_was_promised_first_comes_first(reader, monkeypatch):
    make_settings(reply_promise_hours=48)
    later = make_consultation()[0]
    make_settings(reply_promise_hours=24)
    sooner = make_consultation()[0]
    shown = reader.get(INBOX).context["cl"].result_list
    assert list(shown) == [sooner, later]


@pytest.mark.parametrize("query", ["", "?work=all", "?o=1", "?name__startswith=王", "?q=王小明"])
def test_nothing_confidential_is_in_the_list(reader, query):
    _, code = make_consultation(**SECRET)
    html = reader.get(INBOX + query, follow=True).content.decode()
    assert not [
        word for word in [*SECRET.values(), code, code[:4]] if word in html and word != "王"
    ]
    assert "enc1:" not in html


def test_a_late_one_is_marked(reader, monkeypatch):
    make_consultation()
    assert "（已超时）" not in reader.get(INBOX).content.decode()
    shift(monkeypatch, hours=25)
    reader.force_login(make_superuser())
    assert "（已超时）" in reader.get(INBOX).content.decode()


def test_an_answered_one_is_never_late(reader, monkeypatch):
    kept = make_consultation()[0]
    services.reply(consultation=kept, user=make_staff(), text="答复", token="t")
    shift(monkeypatch, hours=25)
    reader.force_login(make_superuser())
    assert "（已超时）" not in reader.get(INBOX + "?work=all").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_as_many_queries_for_thirty_as_for_one(
    reader, number, django_assert_num_queries
):
    make_settings(notify_email="office@example.com")
    for _ in range(number):
        kept = make_consultation(area=make_area(parent=make_area()), **SECRET)[0]
        Consultation.objects.filter(pk=kept.pk).update(assignee=make_staff())
    reader.get(INBOX)  # after which it is recorded who has seen the questions
    with django_assert_num_queries(QUERIES):
        reader.get(INBOX)


def test_it_still_lists_while_the_key_is_missing(reader, settings):
    kept = make_consultation(**SECRET)[0]
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    assert kept.reference in reader.get(INBOX).content.decode()


def test_it_says_when_nobody_is_told_of_new_consultations(reader):
    assert NOBODY_NOTIFIED in reader.get(INBOX).content.decode()
    make_settings(notify_email="office@example.com")
    assert NOBODY_NOTIFIED not in reader.get(INBOX).content.decode()


def test_an_anonymous_visitor_is_sent_to_the_login(client):
    assert "/admin/login/" in client.get(INBOX).url


def test_staff_without_the_permission_see_nothing(client):
    client.force_login(make_staff("articles.change_article"))
    assert client.get(INBOX).status_code == 403


@pytest.mark.parametrize("action", ["delete_selected", "export", ""])
def test_there_are_no_actions_of_django(client, action):
    client.force_login(make_superuser())
    kept = make_consultation()[0]
    post = {"action": action, "_selected_action": str(kept.pk), "post": "yes"}
    client.post(INBOX, post)
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_nothing_is_added_or_deleted_by_hand(client, page):
    client.force_login(make_superuser())
    address = INBOX + page.format(pk=make_consultation()[0].pk)
    assert client.get(address).status_code == client.post(address).status_code == 403
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("model", ["message", "note", "event", "throttle"])
def test_nothing_else_of_a_consultation_has_a_page_of_its_own(client, model):
    client.force_login(make_superuser())
    assert client.get(f"/admin/consult/{model}/").status_code == 404


def test_quarantined_ones_are_not_overlooked(reader):
    make_consultation(doubts="提交过快")
    told = DOUBTFUL.format(1, "quarantined")
    assert told in reader.get(INBOX).text
    assert told not in reader.get(f"{INBOX}?work=quarantined").text


def put(consultation, **fields):
    Consultation.objects.filter(pk=consultation.pk).update(**fields)


def text_of(client, query=""):
    return client.get(INBOX + query).text


def test_late_ones_come_first_then_what_loses_its_right_then_the_promise(reader):
    calm, promised, limited, late = (make_consultation()[0] for _ in range(4))
    now = timezone.now()
    put(calm, promised_at=now + timedelta(hours=9))
    put(promised, promised_at=now + timedelta(hours=1))
    put(limited, promised_at=now + timedelta(hours=8), limitation_on=now.date())
    put(late, promised_at=now - timedelta(hours=1))
    shown = reader.get(INBOX).context["cl"].result_list
    assert list(shown) == [late, limited, promised, calm]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (31, None),
        (30, columns.LEFT.format(30)),
        (1, columns.LEFT.format(1)),
        (0, columns.LAST_DAY),
        (-1, columns.OVER),
    ],
)
def test_a_limitation_period_that_ends_soon_is_a_badge(reader, days, words):
    put(make_consultation()[0], limitation_on=timezone.localdate() + timedelta(days=days))
    assert (words or "负责人") in text_of(reader)
    assert ("时效" in text_of(reader)) == bool(words)


def test_names_and_numbers_are_masked(reader):
    make_consultation(**SECRET)
    assert "王* 138****0000" in text_of(reader)


@pytest.mark.parametrize("conflict", [Conflict.SEALED, Conflict.DECLINED])
def test_a_sealed_one_shows_not_even_masks(client, conflict):
    put(make_consultation(**SECRET)[0], conflict=conflict, conflict_at=timezone.now())
    client.force_login(make_superuser())
    html = text_of(client)
    assert "王*" not in html
    assert "138****" not in html
    assert ('<span class="badge badge-grey">待审查</span>' in html) == (conflict == Conflict.SEALED)


def test_without_consent_or_content_no_mask_is_shown(reader):
    withdrawn, erased = (make_consultation(**SECRET)[0] for _ in range(2))
    put(withdrawn, consent_withdrawn_at=timezone.now())
    services.erase_now(consultation=erased)
    assert "王*" not in text_of(reader, "?work=all")


def test_who_is_in_charge_and_how_much_is_unread_are_shown(reader):
    kept = make_consultation()[0]
    services.client_message(consultation=kept, text="补充一句", token="t2")
    boss = make_staff(last_name="林", first_name="致远")
    services.assign(consultation=kept, user=boss, to=boss)
    html = text_of(reader)
    assert "2条未读" in html
    assert "林致远" in html
    services.record_opening(consultation=kept, user=make_superuser())
    assert "条未读" not in text_of(reader)


def test_the_filters_narrow_it_down(client):
    area = make_area()
    below = make_area(parent=area)
    mine, nobodys, theirs = (make_consultation(area=one)[0] for one in (below, area, make_area()))
    me, other = make_superuser(), make_staff()
    put(mine, assignee=me)
    put(theirs, assignee=other)
    client.force_login(me)
    assert listed(client, "?who=me") == {mine.pk}
    assert listed(client, "?who=nobody") == {nobodys.pk}
    assert listed(client, f"?who={other.pk}") == {theirs.pk}
    assert listed(client, f"?area={area.pk}") == {mine.pk, nobodys.pk}
    assert listed(client, f"?area={below.pk}") == {mine.pk}


def test_what_is_answered_owes_no_promise(reader):
    answered = make_consultation()[0]
    put(answered, state=State.ANSWERED)
    row = metrics.listed(Consultation.objects.all()).get()
    assert columns.promise(row) == columns.NOTHING


def test_work_is_filtered_by_what_it_waits_for(reader):
    late, sealed, answered = (make_consultation()[0] for _ in range(3))
    put(late, promised_at=timezone.now() - timedelta(hours=1))
    put(sealed, conflict=Conflict.SEALED)
    put(answered, state=State.ANSWERED)
    assert listed(reader, "?work=late") == {late.pk}
    assert listed(reader, "?work=sealed") == {sealed.pk}
    assert listed(reader, "?work=live") == {late.pk, sealed.pk, answered.pk}


def test_the_day_of_receipt_filters(reader):
    old, new = (make_consultation()[0] for _ in range(2))
    put(old, received_at=timezone.now() - timedelta(days=40))
    for query in ("today", "week", "month", "year"):
        assert new.pk in listed(reader, f"?when={query}")
    assert listed(reader, "?when=week") == {new.pk}


@pytest.mark.parametrize("value", ["x", "9" * 40, "-1", "", "%00", "1 or 1"])
@pytest.mark.parametrize(
    "name", ["who", "area", "work", "when", "source", "outcome", "follow", "o", "p"]
)
def test_a_filter_that_is_not_offered_breaks_nothing(reader, name, value):
    assert reader.get(INBOX, {name: value}).status_code in {200, 302}


def test_colleagues_are_offered_to_who_sees_their_work(client):
    boss = make_staff(last_name="林", first_name="致远")
    put(make_consultation()[0], assignee=boss)
    client.force_login(make_superuser())
    assert "林致远" in text_of(client, "?who=nobody")
    client.force_login(make_staff("consult.view_consultation"))
    assert "林致远" not in text_of(client)


def test_the_list_holds_what_one_may_open_and_no_more(client):
    mine, theirs = (make_consultation(doubts=doubts)[0] for doubts in ("", "提交过快"))
    me = make_staff("consult.view_consultation", "consult.send_reply")
    put(mine, assignee=me)
    client.force_login(me)
    assert listed(client, "?work=all") == {mine.pk}
    assert DOUBTFUL.format(1, "quarantined") not in text_of(client)
    assert theirs.reference not in text_of(client, "?work=all")


def test_the_list_is_never_cached(reader):
    assert "no-store" in reader.get(INBOX)["Cache-Control"]
