"""One consultation on the desk: who sees what of it, what its buttons do, what is recorded."""

import re
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin import page as desk_page
from consult.admin.page import NO_ACT, in_order
from consult.base import policy
from consult.base.enums import Call, Conflict, ConsentKind, EventKind, Sender, State
from consult.base.policy import cannot_become
from consult.models import Consultation, Draft, Event, Message, Note
from tests.consult.desk_pages import ALL, CHANGE, SEND, VIEW, act, make_answering, page_of
from tests.factories import (
    make_canned,
    make_consultation,
    make_notice,
    make_staff,
    make_superuser,
)
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
HIDDEN = ("王小明", "13800000000", "公司三个月没有发工资", "内部的话", 'id="reply"')


@pytest.fixture
def asked():
    return make_consultation(name="王小明", phone="13800000000", email="w@example.com")[0]


def test_the_number_is_behind_a_tap_unless_its_owner_said_yes(client, asked):
    client.force_login(make_answering())
    for call, words in (("", "没有说可以打电话"), (Call.NO, Call.NO.label), (Call.YES, "")):
        asked.call = call
        asked.save()
        page = shown(client, asked)
        before = page[: page.index('href="tel:')].split("desk-who")[1]
        assert (words in before, "<summary>查看号码" in before) == (True, bool(words))
        assert Call.YES.label in page or words


def now():
    return Consultation.objects.get()


def desk(user, consultation):
    return Screen.at(browser(user), page_of(consultation))


def shown(client, consultation):
    return client.get(page_of(consultation)).text


def test_it_shows_all_there_is_and_records_each_look(client, lawyer):
    kinds = [ConsentKind.PROCESSING, ConsentKind.PUBLICATION]
    asked, _ = make_consultation(
        name="王小明",
        question="第一行\n第二行，很长的一行。",
        consents=dict.fromkeys(kinds, make_notice()),
    )
    services.add_note(consultation=asked, user=lawyer, text="内部的话", token="n")
    services.withdraw_consent(consultation=asked, kind=ConsentKind.PUBLICATION)
    client.get(page_of(asked))
    page = Screen.at(client, page_of(asked))
    for words in ("王小明", "第一行<br>第二行", asked.reference, str(make_notice())):
        assert words in page.response.text
    panels = [one.get_text() for one in page.soup.find_all(["details", "section"])]
    consents, events = (
        next(text for text in panels if text.strip().startswith(title))
        for title in ("同意与保存", "办过什么")
    )
    assert ConsentKind.PUBLICATION.label in consents
    assert "撤回" in consents
    for words in (EventKind.RECEIVED.label, f"{EventKind.OPENED.label}（林致远律师）"):
        assert words in events
    (box,) = [one for one in page.soup.find_all("section") if "内部备注" in one.get_text()]
    assert "内部的话" in box.get_text()
    assert "no-store, private" in page.response["Cache-Control"]
    for fields in ({"action": "bogus"}, {"action": "reply", "text": ""}):  # which show it as well
        client.post(page_of(asked), fields)
    opened = Event.objects.filter(kind=EventKind.OPENED)
    assert [event.actor for event in opened] == [lawyer] * 4
    address = reverse("admin:consult_consultation_history", args=[asked.pk])
    assert client.get(address).url == page_of(asked)
    assert page.follow("咨询").address == reverse("admin:consult_consultation_changelist")


@pytest.mark.parametrize(("action", "field"), [("reply", "text"), ("save", "note")])
def test_a_wrong_text_comes_back_as_it_was(client, asked, lawyer, action, field):
    for text in ("", " ", "坏\x00的", "坏\ufffd的", "字" * 20_001)[2 * (field == "note") :]:
        response = act(client, asked, action, **{field: text})
        form = response.context[f"{'reply' if field == 'text' else field}_form"]
        assert (response.status_code, form[field].value()) == (422, text)
        assert f'id="id_{field}_error"' in response.text
    assert (Message.objects.count(), Note.objects.count()) == (1, 0)


def test_a_bad_address_and_an_unknown_or_impossible_act_do_nothing_and_say_why(
    client, lawyer, asked
):
    for pk in ("x", "1", uuid.uuid4(), "字", "0" * 500, "a/b"):
        response = client.get(f"/admin/consult/consultation/{pk}/change/")
        assert response.status_code == 404
        used = [template.name for template in response.templates]
        assert "admin/consult/consultation/not_yours.html" in used
    for action in ("delete", "", "Reply", "\x00"):
        response = act(client, asked, action, text="答复")
        assert (response.status_code, NO_ACT in response.text) == (400, True), action
    response = act(client, asked, "release")
    assert response.status_code == 409
    assert cannot_become(State.NEW)(asked) in response.text
    assert Message.objects.count() == 1


def test_one_that_is_not_ones_own_answers_like_none_at_all(client, asked):
    unknown = Consultation()
    for rights, status in (([VIEW, CHANGE, SEND], 404), ([], 403), ([SEND, ALL], 403)):
        client.force_login(make_staff(*rights))
        for name, method in (("change", "get"), ("change", "post"), ("articles", "post")):
            told = [getattr(client, method)(page_of(one, name)) for one in (asked, unknown)]
            assert {one.status_code for one in told} == {status}
            texts = [
                re.sub(r'value="\w{64}"|data-left="\d+"|' + str(one.pk), "", answer.text)
                for answer, one in zip(told, (asked, unknown), strict=True)
            ]
            assert texts[0] == texts[1]
            assert asked.reference not in texts[0]
    assert Event.objects.count() == 1


def test_without_the_key_a_sentence_stands_in_place_of_the_content(client, asked, lawyer, settings):
    keys, settings.CONSULT_KEYS = settings.CONSULT_KEYS, {"other": bytes(range(32))}
    response = client.get(page_of(asked))
    assert (response.status_code, '<p class="errornote">' in response.text) == (200, True)
    assert 'value="reply"' not in response.text
    assert "enc1:" not in response.text
    assert act(client, asked, "save", outcome="engaged", source="phone").status_code == 302
    response = act(client, asked, "save", note="先查工资流水")
    assert (response.status_code, "先查工资流水" in response.text) == (503, True)
    response = act(client, asked, "canned", canned=make_canned(text="{称呼}").pk, text="写到一半")
    assert (response.status_code, "写到一半" in response.text) == (503, True)
    act(client, asked, "close")
    settings.CONSULT_KEYS = keys
    assert (now().name, now().state) == ("王小明", State.CLOSED)
    assert (now().outcome, now().source) == ("engaged", "phone")


def test_what_a_client_wrote_is_escaped(client, lawyer):
    bad = "<script>alert(1)</script>\n<img src=x onerror=alert(1)>"
    words = dict.fromkeys(("question", "name", "opponent"), bad)
    kept = make_consultation(**words, city="{{ settings.SECRET_KEY }}")[0]
    services.reply(consultation=kept, user=lawyer, text=bad, token="t")
    services.add_note(consultation=kept, user=lawyer, text=bad, token="n")
    html = shown(client, kept)
    # Five of them where name and opponent are corrected, two in the titles.
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 12
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "{{ settings.SECRET_KEY }}" in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_for_three_messages_as_for_one(
    client, asked, lawyer, number, django_assert_num_queries
):
    for n in range(number):
        services.reply(consultation=asked, user=lawyer, text=f"答复 {n}", token="t")
        services.add_note(consultation=asked, user=make_staff(), text=f"备注 {n}", token="n")
        services.record_opening(consultation=asked, user=make_staff())
    with django_assert_num_queries(42):
        client.get(page_of(asked))


@pytest.mark.parametrize("conflict", [Conflict.SEALED, Conflict.DECLINED])
def test_a_sealed_one_shows_nothing_takes_nothing_and_gives_nothing(client, asked, conflict):
    services.add_note(consultation=asked, user=make_staff(), text="内部的话", token="n")
    Consultation.objects.update(conflict=conflict, conflict_at=timezone.now())
    declined = conflict == Conflict.DECLINED
    for user, why in ((make_answering(), policy.TO_WAIT), (make_superuser(), policy.TO_DECIDE)):
        client.force_login(user)
        html = shown(client, asked)
        why = policy.DECLINED_BY_REVIEW if declined else why
        assert asked.reference in html
        assert f'<p class="step-warning">{why}' in html
        assert not [hidden for hidden in HIDDEN if hidden in html]
    assert asked.messages.get().seen_at is None
    for action in ("reply", "draft", "save", "find", "hand_over", "export"):
        response = act(client, asked, action, text="写好的话", note="写好的话")
        assert response.status_code == 409
        assert desk_page.NOT_DONE.format(why) in response.text
        assert "王小明" not in response.text
        assert action not in {"reply", "draft", "save"} or "写好的话" in response.text
    assert (Message.objects.count(), Note.objects.count(), Draft.objects.count()) == (1, 1, 0)
    if not declined:
        assert 'value="close"' not in html
        assert act(client, asked, "close").status_code == 409
        assert now().state == State.NEW


def test_an_answer_that_ends_it_leads_to_the_next_one_and_is_taken_back_whole(asked, lawyer):
    other = make_consultation(question="下一个人的问题怎么办？")[0]
    sent = desk(lawyer, asked).press("答复并结束", 答复="可以申请仲裁。")
    asked.refresh_from_db()
    assert (asked.state, asked.answered_in_time) == (State.CLOSED, True)
    assert [sent.soup.find(id="reply"), "重新打开" in sent.names("button")] == [None, True]
    back = sent.press("撤回")
    asked.refresh_from_db()
    assert (asked.state, asked.closed_at) == (State.WAITING_LAWYER, None)
    assert back.typed("答复") == "可以申请仲裁。"
    following = back.follow("下一件")
    assert following.address == page_of(other)
    assert following.soup.h1.get_text(strip=True) == "下一个人的问题怎么办？"
    assert following.follow("下一件").address == page_of(asked)
    services.close(consultation=asked, user=lawyer)
    assert "下一件" not in desk(lawyer, other).names("a")


def test_what_does_not_open_is_not_exported_and_not_recorded(client, asked, manager):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_message SET text = 'enc1:gone:QUJD'")
    response = act(client, asked, "export")
    assert (response.status_code, desk_page.UNREADABLE in response.text) == (503, True)
    assert not Event.objects.filter(kind=EventKind.EXPORTED).exists()


def rows(senders, new=()):
    """One row for each letter: c for the client, l for the lawyer, n for a note."""
    kinds = {"c": Sender.CLIENT, "l": Sender.LAWYER}
    return [
        {"at": place, "is_new": place in new}
        | ({"note": one} if one == "n" else {"message": Message(sender=kinds[one])})
        for place, one in enumerate(senders)
    ]


def test_earlier_ones_fold_but_nothing_new_or_waiting():
    for senders, new, expected in [
        ("c", (), [0, 1]),
        ("cl", (), [1, 1]),
        ("clc", (), [2, 1]),
        ("cl" + "c" * 9, (), [2, 9]),
        ("ccn", (), [0, 3]),
        ("cl" * 6, (3,), [3, 9]),
        ("cln" * 4, (), [11, 1]),
    ]:
        found = [in_order(rows(senders, new))[name] for name in ("earlier", "now")]
        assert [len(part) for part in found] == expected
        assert [row["at"] for part in found for row in part] == list(range(len(senders)))
