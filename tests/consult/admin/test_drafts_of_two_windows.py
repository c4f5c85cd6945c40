"""One lawyer, two windows: no text is written over by one that does not know it."""

import pytest

from consult.admin import replying
from consult.models import Draft, Message
from consult.services import replies
from tests.consult.desk_pages import act, make_answering, page_of
from tests.consult.posting import reply_token
from tests.factories import make_consultation

pytestmark = pytest.mark.django_db
PC, PHONE = "a" * 32, "b" * 32


@pytest.fixture
def asked():
    return make_consultation()[0]


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


def keep(client, asked, text, page=PC, version=""):
    """What the script of one window posts; its answer."""
    fields = {"token": reply_token(asked, page), "text": text, "version": version}
    return client.post(page_of(asked, "draft"), fields).json()


def texts():
    """What stands in the box, and what lies beside it."""
    return [one.text for one in Draft.objects.all()]


def test_a_second_window_overwrites_nothing_and_is_told(client, asked, lawyer):
    keep(client, asked, "电脑上写的")
    told = keep(client, asked, "手机上写的", PHONE)
    assert (told["aside"], told["said"]) == (True, replying.DRAFT_PUT_ASIDE)
    keep(client, asked, "手机上写的，又写一句", PHONE, told["version"])
    assert texts() == ["手机上写的，又写一句", "电脑上写的"]
    html = client.get(page_of(asked)).content.decode()
    assert "手机上写的，又写一句" in html
    assert "电脑上写的" in html
    assert 'value="take_back_in"' in html


def test_a_window_that_knows_the_newest_text_goes_on_with_it(client, asked, lawyer):
    version = keep(client, asked, "电脑上写的")["version"]
    assert not keep(client, asked, "全部重写", PHONE, version)["aside"]
    assert texts() == ["全部重写"]


def test_a_text_that_holds_the_newer_one_takes_its_place(client, asked, lawyer):
    keep(client, asked, "您好。")
    keep(client, asked, "您好。可以申请仲裁。", PHONE)
    assert texts() == ["您好。可以申请仲裁。"]


def test_an_earlier_text_on_a_slow_way_changes_nothing(client, asked, lawyer):
    keep(client, asked, "您好。可以申请仲裁。")
    keep(client, asked, "您好。可以")
    assert texts() == ["您好。可以申请仲裁。"]


def test_a_window_whose_answer_was_lost_on_the_way_goes_on_all_the_same(client, asked, lawyer):
    keep(client, asked, "您好，可以申请仲裁。")
    assert not keep(client, asked, "您好，先和解。")["aside"]
    assert texts() == ["您好，先和解。"]


def test_an_emptied_old_window_empties_no_newer_text(client, asked, lawyer):
    keep(client, asked, "电脑上写的")
    keep(client, asked, "", PHONE)
    assert texts() == ["电脑上写的"]


def test_the_other_text_is_put_into_the_box_below(client, asked, lawyer):
    keep(client, asked, "电脑上写的")
    version = keep(client, asked, "手机上写的", PHONE)["version"]
    other = Draft.objects.last()
    act(client, asked, "take_back_in", draft=other.pk, text="手机上写的。", version=version)
    assert texts() == ["手机上写的。\n\n电脑上写的"]


def test_the_other_text_is_given_up_and_the_box_kept(client, asked, lawyer):
    keep(client, asked, "电脑上写的")
    version = keep(client, asked, "手机上写的", PHONE)["version"]
    fields = {"draft": Draft.objects.last().pk, "text": "手机上写的", "version": version}
    assert act(client, asked, "drop_aside", **fields).status_code == 302
    assert texts() == ["手机上写的"]


def test_the_button_of_an_old_window_overwrites_nothing_either(client, asked, lawyer):
    keep(client, asked, "电脑上写的")
    response = act(client, asked, "draft", token=reply_token(asked, PHONE), text="手机上写的")
    assert "您在其他窗口另有一份草稿" in client.get(response.url).content.decode()
    assert texts() == ["手机上写的", "电脑上写的"]


def test_what_another_window_wrote_stays_when_the_answer_goes(client, asked, lawyer):
    keep(client, asked, "电脑上写的另一段")
    keep(client, asked, "手机上写的", PHONE)
    act(client, asked, "reply", token=reply_token(asked, PHONE), text="手机上写的。")
    assert Message.objects.filter(sender="lawyer").get().text == "手机上写的。"
    assert texts() == ["电脑上写的另一段"]


def test_a_first_word_that_the_other_text_holds_does_not_make_the_window_its_own(
    client, asked, lawyer
):
    keep(client, asked, "电脑上写的")
    version = keep(client, asked, "电", PHONE)["version"]
    keep(client, asked, "电话联系", PHONE, version)
    assert texts() == ["电话联系", "电脑上写的"]


def test_a_box_that_was_filled_elsewhere_is_not_written_over_by_its_old_window(
    client, asked, lawyer
):
    version = keep(client, asked, "电脑上写的")["version"]
    replies.put(asked, lawyer, below="撤回的答复")
    keep(client, asked, "电脑上写的，又写一句", PC, version)
    assert texts() == ["电脑上写的，又写一句", "电脑上写的\n\n撤回的答复"]
