"""How a client reads the thread: the newest message first, and the law behind what it cites."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from consult import services
from consult.base.enums import Sender
from consult.forms.thread import NOT_SURE
from consult.public.thread import NEWEST
from tests.consult.desk_pages import make_answering
from tests.consult.posting import THREAD, enter
from tests.factories import make_consultation, make_statute

pytestmark = pytest.mark.django_db
ERASE = f"{THREAD}erase/"
TEXT = "请看《示例条款法》第二条。"


@pytest.fixture
def asked():
    return make_consultation(question="对方提到《示例条款法》第二条。")


def answered(consultation, *texts):
    """Answers that can be withdrawn no longer."""
    lawyer = make_answering()
    for text in texts:
        services.reply(consultation=consultation, user=lawyer, text=text, token=text)
    consultation.messages.filter(sender=Sender.LAWYER).update(visible_at=timezone.now())


def page_of(client):
    return BeautifulSoup(client.get(THREAD).content, "html.parser")


def test_after_the_code_one_is_led_to_the_newest_message(client, asked):
    kept, code = asked
    answered(kept, "第一次答复", "第二次答复")
    assert enter(client, code).url == f"{THREAD}#{NEWEST}"
    heading = page_of(client).find(id=NEWEST)
    assert "第二次答复" in heading.find_parent("li").get_text()
    assert heading["tabindex"] == "-1"  # so that the focus goes there with it


def test_an_answer_leads_to_the_law_and_ones_own_words_stand_as_written(client, asked):
    law = make_statute(["一", "二"], short_name="示例条款法")
    answered(asked[0], TEXT)
    enter(client, asked[1])
    (link,) = page_of(client).select(".message a.cite")
    assert link["href"] == f"{law.get_absolute_url()}2/"
    assert link["data-statute-card"] == f"{link['href']}card/"
    assert link.find_parent("li")["class"] == ["message", "message-lawyer"]


def test_the_form_that_erases_is_judged_by_us_alone(client, asked):
    enter(client, asked[1])
    form = BeautifulSoup(client.get(ERASE).content, "html.parser").select_one("main form")
    assert form.has_attr("novalidate")
    refused = client.post(ERASE)
    assert refused.status_code == 422
    assert NOT_SURE in refused.content.decode()
