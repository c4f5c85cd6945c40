"""The reply box: to whom a reply goes, what is put into it, its files, taking it back."""

import logging

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import State as ArticleState
from consult import services
from consult.admin import reply_form
from consult.admin.replying import FOREIGN
from consult.base.enums import EventKind, Sender, State
from consult.forms.attachments import GONE
from consult.models import (
    Attachment,
    CannedCitation,
    CannedReply,
    Consultation,
    Draft,
    Event,
    Message,
    ParkedFile,
)
from consult.services.replies import TOO_LATE
from statutes.models import Decision
from tests.consult.desk_pages import (
    act,
    make_answering,
    make_assistant,
    page_of,
)
from tests.consult.posting import kept_ids, reply_token, shift, token
from tests.consult.sample_files import pdf, upload
from tests.factories import make_article, make_canned, make_consultation
from tests.screen import Screen
from tests.statutes.sample_law import contract_law

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ANSWER = "可以申请劳动仲裁。"
NAME = "起诉状.pdf"
REPEALED = "请看《合同法》第五十二条。"


def answers():
    return Message.objects.filter(sender=Sender.LAWYER)


def test_a_reply_written_for_another_client_is_refused_and_its_text_kept(client, asked, lawyer):
    foreign = reply_token(make_consultation(question="另一个人的问题，很长很长。")[0])
    response = act(client, asked, "reply", text=ANSWER, token=foreign, files=[upload(pdf(), NAME)])
    assert (response.status_code, FOREIGN in response.text) == (409, True)
    assert response.text.count(ANSWER) == 1  # to copy, and not in the box of the next click
    assert not response.context["reply_form"]["text"].value()
    services.save_draft(consultation=asked, user=make_assistant(), text="要点")
    fields = {"draft": Draft.objects.get().pk, "canned": "1"}
    for action in ("draft", "take_over", "canned"):
        act(client, asked, action, text=ANSWER, token=foreign, **fields)
    assert not Draft.objects.filter(author=lawyer).exists()
    assert not ParkedFile.objects.exists()
    for forged in ("", "x", token(), "☃"):
        response = act(client, asked, "reply", text=ANSWER, token=forged)
        assert (response.status_code, ANSWER in response.text) == (409, True)
    assert not answers().exists()


def test_what_came_meanwhile_is_shown_before_the_answer_goes(client, asked, lawyer):
    opened = reply_token(asked)
    services.client_message(consultation=asked, text="对方刚刚还钱了", token="c")
    services.reply(consultation=asked, user=make_answering(), text="我先答了", token="t")
    files = [upload(pdf(), NAME)]
    response = act(client, asked, "reply", text=ANSWER, token=opened, files=files)
    assert response.status_code == 409
    assert '<div class="desk-look">' in response.text
    new = [one.text for one in response.context["new_messages"]]
    assert new == ["对方刚刚还钱了", "我先答了"]
    assert Draft.objects.get().text == ANSWER
    assert answers().count() == 1
    again = response.context["reply_form"]["token"].value()
    fields = {"text": ANSWER, "token": again, "kept": kept_ids(response)}
    assert act(client, asked, "reply", **fields).status_code == 302
    assert answers().get(author=lawyer).text == ANSWER
    assert Attachment.objects.get().name == NAME
    act(client, asked, "reply", text="还有一点。", token=again)  # ones own last reply is no news
    assert answers().filter(author=lawyer).count() == 2


def take_back(client, consultation):
    return act(client, consultation, "withdraw", message=answers().get().pk)


def test_a_reply_is_taken_back_and_its_text_is_in_the_box_again(client, asked, lawyer):
    act(client, asked, "reply", text=ANSWER)
    html = client.get(page_of(asked)).text
    assert all(words in html for words in ("撤回", "署名：林致远律师"))
    assert timezone.localtime(answers().get().visible_at).strftime("%H:%M:%S") in html
    asked.refresh_from_db()
    assert asked.assignee == lawyer  # whom nobody was in charge before
    services.save_draft(consultation=asked, user=lawyer, text="另外，")
    services.client_message(consultation=asked, text="对方刚刚还钱了", token="c")
    for message in ("", "x", "\x00", "00000000-0000-0000-0000-000000000000"):
        assert act(client, asked, "withdraw", message=message).status_code == 409
    assert take_back(client, asked).url == f"{page_of(asked)}#reply"
    assert Consultation.objects.get().state == State.WAITING_LAWYER
    assert not answers().exists()
    box = client.get(page_of(asked)).context["reply_form"]["text"].value()
    assert box == f"{ANSWER}\n\n另外，"
    assert Event.objects.filter(kind=EventKind.REPLY_WITHDRAWN, actor=lawyer).count() == 1


def test_after_thirty_seconds_it_stands_and_so_does_a_colleagues(
    client, asked, lawyer, monkeypatch
):
    services.assign(consultation=asked, user=lawyer, to=make_answering("沈若宁"))
    act(client, asked, "reply", text=ANSWER)
    asked.refresh_from_db()
    assert asked.assignee != lawyer  # who was in charge stays so
    assert "看不到" in client.get(page_of(asked)).text
    shift(monkeypatch, seconds=31)
    html = client.get(page_of(asked)).text
    assert 'value="withdraw"' not in html
    assert "咨询人未查看" in html
    response = take_back(client, asked)
    assert (response.status_code, TOO_LATE in response.text) == (409, True)
    answers().update(seen_at=timezone.now())
    assert "已查看" in client.get(page_of(asked)).text
    answers().delete()
    services.reply(consultation=asked, user=make_answering(), text=ANSWER, token="t")
    assert 'value="withdraw"' not in client.get(page_of(asked)).text
    assert take_back(client, asked).status_code == 409
    assert answers().count() == 1


def offered(response):
    return [one["label"] for one in response.context["article_choices"]]


def test_articles_of_the_site_are_found_and_linked(client, asked, lawyer):
    other = make_article(title="离婚时房子怎么分？")
    article = make_article(title="拖欠工资怎么办？", area=asked.area)
    make_canned(title="先问全名", text="请写明对方全名。")
    hidden = make_article(title="工资还没写完？", state=ArticleState.DRAFT)
    page = Screen.at(client, page_of(asked))
    assert offered(page.response) == [article.title, other.title]  # of the area first
    assert "先问全名" in page.field("选择常用答复（称呼、时间等自动填入）").get_text()
    found = act(client, asked, "find", find="工资", text="写到一半")
    assert offered(found) == [article.title]
    assert found.context["reply_form"]["text"].value() == "写到一半"
    for words in ("坏\ufffd", "\x00", "字" * 61):
        response = act(client, asked, "find", find=words, text="写到一半")
        assert (response.status_code, "写到一半" in response.text) == (422, True)
    response = act(client, asked, "article", article=hidden.pk, text="写到一半")
    assert (response.status_code, "写到一半" in response.text) == (422, True)
    assert not Draft.objects.exists()
    with_link = page.press("放进答复", 答复="请看：")
    address = f"{settings.SITE_URL}/articles/{article.pk}/"
    assert with_link.typed("答复") == f"请看：\n\n《{article.title}》\n{address}"
    response = client.post(page_of(asked, "articles"), {"find": "工资"})  # by the script
    (one,) = response.json()["articles"]
    assert (one["key"], one["label"]) == (str(article.pk), article.title)
    assert one["text"].endswith(f"/articles/{article.pk}/")
    assert "no-store" in response["Cache-Control"]


def sent():
    return [row.name for row in Attachment.objects.all()]


def test_a_file_goes_with_the_reply_and_comes_back_from_the_page(client, asked, lawyer):
    program = SimpleUploadedFile("a.txt", b"MZ\x90\x00\x03\x00\x00\x00")
    response = act(client, asked, "reply", text=ANSWER, files=[program])
    assert (response.status_code, ANSWER in response.text) == (422, True)
    assert response.context["reply_form"].errors["files"]
    assert not answers().exists()
    paper = SimpleUploadedFile("说明.txt", "一段说明文字".encode())
    assert act(client, asked, "reply", text=ANSWER, files=[paper]).status_code == 302
    html = client.get(page_of(asked)).text
    file = answers().get().attachments.get()
    assert f"../files/{file.pk}/" in html
    assert "说明.txt" in html
    taken = client.get(f"/admin/consult/consultation/{asked.pk}/files/{file.pk}/")
    assert b"".join(taken.streaming_content).decode() == "一段说明文字"


@pytest.mark.parametrize("action", ["reply", "find", "article", "draft"])
def test_the_files_of_a_reply_that_is_not_sent_yet_go_with_the_next(client, asked, lawyer, action):
    text = "" if action == "reply" else "写到一半"
    fields = {"article": make_article().pk, "files": [upload(pdf(), NAME)]}
    answer = act(client, asked, action, text=text, **fields)
    page = answer if action in {"find", "reply"} else client.get(page_of(asked))
    assert NAME in page.text
    (kept,) = kept_ids(page)
    assert act(client, asked, "reply", text="见附件。", kept=kept).status_code == 302
    assert sent() == [NAME]


def test_what_was_left_out_or_has_waited_too_long_is_gone(client, asked, lawyer, monkeypatch):
    act(client, asked, "draft", text="写到一半", files=[upload(pdf(), NAME)])
    act(client, asked, "reply", text="没有附件。")
    assert kept_ids(client.get(page_of(asked))) == []
    assert not ParkedFile.objects.exists()
    page = act(client, asked, "reply", text="", files=[upload(pdf(), NAME)])
    for _ in range(2):  # somebody is there meanwhile, or the session would end as well
        shift(monkeypatch, minutes=16)
        client.get(page_of(asked))
    late = act(client, asked, "reply", text="见附件。", kept=kept_ids(page))
    assert (late.status_code, GONE in late.text, sent()) == (409, True, [])


def test_a_colleague_and_another_client_do_not_find_them(client, asked, lawyer):
    act(client, asked, "draft", text="写到一半", files=[upload(pdf(), NAME)])
    found = [str(row.pk) for row in ParkedFile.objects.all()]
    assert len(found) == 1
    other = make_consultation(question="另一个人的问题，很长很长。")[0]
    for user, one in ((lawyer, other), (make_answering(), asked)):
        client.force_login(user)
        assert kept_ids(client.get(page_of(one))) == []
        assert act(client, one, "reply", text="见附件。", kept=found).status_code == 409


def words_of(text):
    return reply_form.check(text).warned[0].first.words


def test_what_a_reply_cites_is_looked_at_while_it_is_written_and_keeps_nothing_back(
    client, asked, lawyer, caplog
):
    contract_law()
    caplog.set_level(logging.DEBUG)
    fields = {"text": REPEALED, "token": reply_token(asked), "version": ""}
    told = client.post(page_of(asked, "draft"), fields).json()
    assert words_of(REPEALED) in told["law"]
    fine = client.post(page_of(asked, "draft"), {**fields, "text": "您好。"}).json()
    assert fine["law"] == ""
    act(client, asked, "draft", text=f"{REPEALED}秘密的事")
    assert words_of(REPEALED) in client.get(page_of(asked)).text
    page = act(client, asked, "reply", text=f"{REPEALED}【请填写】")
    assert (page.status_code, words_of(REPEALED) in page.text) == (422, True)
    assert act(client, asked, "reply", text=REPEALED).status_code == 302
    assert answers().count() == 1
    assert words_of(REPEALED) in client.get(page_of(asked)).text  # while it can be taken back
    for model in (CannedReply, CannedCitation, Decision):
        assert not model.objects.exists()
    assert "秘密的事" not in caplog.text
    assert reply_form.check("您好，请先报警。") is reply_form.check("  ") is None
    assert reply_form.check(REPEALED * 110).number == 110
