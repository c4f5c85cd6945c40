"""Canned replies: their variables are filled once, and a wrong one is refused by its name."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consult.admin.canned import CHECK_FIRST, LAW_MOVED
from consult.base import placeholders
from consult.models import CannedReply, Draft, Message
from statutes.models import Decision
from statutes.services import citation_sync
from tests.consult.desk_pages import act, make_answering, page_of
from tests.factories import make_area, make_canned, make_consultation, make_settings, make_superuser
from tests.statutes.sample_law import contract_law

VALUES = {
    "称呼": "何先生",
    "领域": "合同纠纷",
    "承诺时间": "11月25日18:00",
    "律师": "林致远律师",
    "电话": "0330-5559900",
}


def test_every_variable_is_offered_and_filled_and_what_is_missing_leaves_a_mark():
    offered = [one.words for one in placeholders.every_gap(placeholders.OFFERED)]
    assert offered == [f"{{{name}}}" for name in VALUES]
    missing = placeholders.fill_variables("请打{电话}", {**VALUES, "电话": ""})
    assert [one.words for one in placeholders.every_gap(missing)] == ["【请填写电话】"]
    typed = placeholders.fill_variables("{称呼}", {**VALUES, "称呼": "{电话}"})
    assert typed == "{电话}"  # what a client typed is not read as a variable
    text = "{称呼}，您好：{领域}，{承诺时间}前答复。{律师}，{电话}"
    assert placeholders.fill_variables(text, VALUES) == (
        "何先生，您好：合同纠纷，11月25日18:00前答复。林致远律师，0330-5559900"
    )


def test_braces_may_be_of_either_width():
    for typed in ["{称呼}", "{ 称呼 }", "｛称呼｝", "{称呼｝"]:
        placeholders.check_variables(typed)
        assert placeholders.fill_variables(typed, VALUES) == "何先生"


def test_without_a_name_the_client_is_greeted_all_the_same():
    for text, told in [
        ("{称呼}，您好：\n正文", "您好：\n正文"),
        ("{称呼}您好！", "您好！"),
        ("{称呼}：您好。", "您好。"),
        ("尊敬的{称呼}：", "您好："),
        ("尊敬的{称呼}，您好：", "您好："),
        ("{称呼}：\n关于您的问题", "您好：\n关于您的问题"),
        ("请{称呼}带上原件。", "请您带上原件。"),
        ("说明如下。\n{称呼}，材料要齐。", "说明如下。\n您好，材料要齐。"),
    ]:
        assert placeholders.fill_variables(text, {**VALUES, "称呼": ""}) == told


def test_a_wrong_variable_is_refused_by_its_name():
    for text, said in [
        ("{姓名}您好", placeholders.UNKNOWN.format("姓名", placeholders.OFFERED)),
        ("｛金额｝", placeholders.UNKNOWN.format("金额", placeholders.OFFERED)),
        ("{}", placeholders.UNKNOWN.format("", placeholders.OFFERED)),
        ("{称呼", placeholders.UNPAIRED.format(placeholders.OFFERED)),
    ]:
        with pytest.raises(ValidationError) as refused:
            placeholders.check_variables(text)
        assert refused.value.messages == [said]


@pytest.mark.django_db
def test_the_admin_refuses_a_wrong_variable_beside_the_text(client):
    client.force_login(make_superuser())
    fields = {"title": "问候", "text": "{姓名}，您好", "order": 1, "is_active": "on"}
    response = client.post(reverse("admin:consult_cannedreply_add"), fields)
    (refused,) = response.context["adminform"].form.errors["text"]
    assert "{姓名}" in refused
    assert refused in response.content.decode()
    assert not CannedReply.objects.exists()
    fields["text"] = "{称呼}，您好"
    assert client.post(reverse("admin:consult_cannedreply_add"), fields).status_code == 302
    assert CannedReply.objects.get().text == "{称呼}，您好"


@pytest.fixture
def asked(db):
    make_settings(phone="0330-5559900")
    return make_consultation(name="何先生", area=make_area(name="合同纠纷"))[0]


@pytest.fixture
def lin(client, db):
    user = make_answering(name="林致远")
    client.force_login(user)
    return user


def canned(**fields):
    return make_canned(**{"title": "先告知", "text": "{称呼}，您好", **fields})


def test_pressing_it_puts_the_filled_text_below_and_sends_nothing(client, asked, lin):
    reply = canned(text="{称呼}，您好：\n请打{电话}。{律师}")
    response = act(client, asked, "canned", canned=reply.pk, text="先写的一句")
    assert response.url == f"{page_of(asked)}#reply"
    filled = "先写的一句\n\n何先生，您好：\n请打0330-5559900。林致远律师"
    assert Draft.objects.get().text == filled
    assert filled in client.get(page_of(asked)).content.decode()
    for text in ("{称呼}，您好", "请打电话【请填写电话】"):  # with a variable in it
        response = act(client, asked, "reply", text=text)
        assert response.status_code == 422
        assert placeholders.every_gap(text)[0].place in response.text
    assert Message.objects.count() == 1


def test_the_area_and_all_areas_are_offered(client, asked, lin):
    own, other = canned(area=asked.area), canned(title="别的", area=make_area())
    old = canned(title="停用的", is_active=False)
    everywhere = canned(title="处处可用")
    offered = client.get(page_of(asked)).context["canned_choices"]
    assert {one["key"] for one in offered} == {str(own.pk), str(everywhere.pk)}
    for wrong in (other.pk, old.pk, "", "x", "999999", "\x00", "9" * 40):
        response = act(client, asked, "canned", canned=wrong, text="写到一半")
        assert (response.status_code, "写到一半" in response.text) == (422, True)
    assert not Draft.objects.exists()


@pytest.fixture
def repealed(asked):
    """A canned reply that cites what is repealed."""
    contract_law()
    return canned(title="合同无效", text="您好：请看《合同法》第五十二条。")


def test_one_that_cites_what_is_repealed_is_marked_where_it_is_offered(
    client, asked, lin, repealed
):
    html = client.get(page_of(asked)).text
    assert f"{repealed.title}{LAW_MOVED}" in html
    assert f'data-hint="{CHECK_FIRST}《合同法》已于2021年1月1日废止' in html
    act(client, asked, "canned", canned=repealed.pk, text="")
    assert f"{CHECK_FIRST}《合同法》已于2021年1月1日废止" in client.get(page_of(asked)).text
    act(client, asked, "reply", text=Draft.objects.get().text)
    assert Message.objects.get(sender="lawyer").text == "您好：请看《合同法》第五十二条。"
    citation_sync.confirm(citation=repealed.citations.get(), lawyer="林致远", user=None)
    assert LAW_MOVED not in client.get(page_of(asked)).text


def test_the_editor_is_told_when_it_is_saved_and_in_list_and_form(client, repealed):
    client.force_login(make_superuser())
    address = reverse("admin:consult_cannedreply_change", args=[repealed.pk])
    html = client.get(address).text
    assert "《合同法》已于2021年1月1日废止" in html
    assert f"text=consult.cannedreply%3A{repealed.pk}" in html
    assert "1处" in client.get(reverse("admin:consult_cannedreply_changelist")).text
    typed = {"title": "二", "text": "《合同法》第九条。", "order": 0, "is_active": "on"}
    client.post(address, typed)
    html = client.get(address).text
    assert "引用提示：《合同法》已于2021年1月1日废止" in html
    assert Decision.objects.get().outcome == "rewritten"


def test_a_rewritten_one_is_as_new(client, repealed):
    CannedReply.objects.update(written_on=date(2020, 1, 1))
    client.force_login(make_superuser())
    address = reverse("admin:consult_cannedreply_change", args=[repealed.pk])
    typed = {"title": "合同无效", "text": repealed.text, "order": 5, "is_active": "on"}
    client.post(address, typed)
    assert CannedReply.objects.get().written_on == date(2020, 1, 1)
    client.post(address, {**typed, "text": "改过了。"})
    assert CannedReply.objects.get().written_on == timezone.localdate()
