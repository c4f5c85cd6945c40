"""The inbox: open work first, nothing confidential in the list."""

import pytest
from django.urls import reverse

from consult import services
from consult.models import Consultation
from tests.consult.posting import shift
from tests.factories import make_area, make_consultation, make_settings, make_staff, make_superuser

pytestmark = pytest.mark.django_db
INBOX = reverse("admin:consult_consultation_changelist")
SECRET = {"name": "王小明", "phone": "13800000000", "email": "wang@example.com"}
SECRET |= {"city": "云澜市", "opponent": "某某公司", "question": "我被拖欠工资三个月了怎么办？"}


@pytest.fixture
def reader(client):
    client.force_login(make_staff("consult.view_consultation"))
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
    assert "已超时" not in reader.get(INBOX).content.decode()
    shift(monkeypatch, hours=25)
    reader.force_login(make_superuser())
    assert "已超时" in reader.get(INBOX).content.decode()


def test_an_answered_one_is_never_late(reader, monkeypatch):
    kept = make_consultation()[0]
    services.reply(consultation=kept, user=make_staff(), text="答复", token="t")
    shift(monkeypatch, hours=25)
    reader.force_login(make_superuser())
    assert "已超时" not in reader.get(INBOX + "?work=all").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    reader, number, django_assert_num_queries
):
    make_settings(notify_email="office@example.com")
    for _ in range(number):
        kept = make_consultation(area=make_area(parent=make_area()))[0]
        Consultation.objects.filter(pk=kept.pk).update(assignee=make_staff())
    with django_assert_num_queries(15):
        reader.get(INBOX)


def test_it_still_lists_while_the_key_is_missing(reader, settings):
    kept = make_consultation(**SECRET)[0]
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    assert kept.reference in reader.get(INBOX).content.decode()


def test_it_says_when_nobody_is_told_of_new_consultations(reader):
    assert "没有人会收到" in reader.get(INBOX).content.decode()
    make_settings(notify_email="office@example.com")
    assert "没有人会收到" not in reader.get(INBOX).content.decode()


def test_an_anonymous_visitor_is_sent_to_the_login(client):
    assert "/admin/login/" in client.get(INBOX).url


def test_staff_without_the_permission_see_nothing(client):
    client.force_login(make_staff("articles.change_article"))
    assert client.get(INBOX).status_code == 403


@pytest.mark.parametrize("action", ["delete_selected", "export", ""])
def test_there_are_no_bulk_actions(client, action):
    client.force_login(make_superuser())
    kept = make_consultation()[0]
    post = {"action": action, "_selected_action": str(kept.pk), "post": "yes"}
    client.post(INBOX, post)
    assert Consultation.objects.count() == 1
    assert "_selected_action" not in client.get(INBOX).content.decode()


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
    assert "有1条咨询待甄别" in reader.get(INBOX).text
    assert "有1条咨询待甄别" not in reader.get(f"{INBOX}?work=quarantined").text
