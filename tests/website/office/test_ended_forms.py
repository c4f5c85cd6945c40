"""A session that ends on a half-typed form, whichever it is, loses no word."""

import pytest
from django.urls import reverse

from firm.admin import lost_post
from tests.factories import make_superuser
from tests.website.office.test_sessions import clock  # noqa: F401  (a fixture)
from website.office.login.sessions import IDLE, WAS_IDLE

pytestmark = pytest.mark.django_db
ADD = "/admin/consult/cannedreply/add/"
TYPED = {
    "_save": "保存",
    "title": "劳动仲裁",
    "text": "您好：\n请先申请劳动仲裁，一年之内。",
    "order": "3",
}


@pytest.fixture
def office(client):
    client.force_login(make_superuser(username="lin"))
    return client


def test_every_word_of_a_form_comes_back_and_goes_with_one_retry(office, clock):  # noqa: F811
    clock(IDLE)
    lost = office.post(ADD, TYPED)
    assert (lost.status_code, lost.context["why"]) == (401, lost_post.LOGGED_OUT)
    assert dict(lost.context["kept"]) == TYPED
    assert [text[:2] for text in lost.context["texts"]] == [("title", "标题"), ("text", "内容")]
    office.force_login(make_superuser())
    assert office.post(ADD, dict(lost.context["kept"])).status_code == 302


def test_why_it_ended_is_said_by_the_login_and_not_twice(office, clock):  # noqa: F811
    clock(IDLE)
    assert WAS_IDLE not in office.post(ADD, TYPED).text
    assert WAS_IDLE in office.get(reverse("admin:login")).text


def test_a_button_without_a_word_leads_to_the_login(office, clock):  # noqa: F811
    clock(IDLE)
    answer = office.post("/admin/consult/cannedreply/", {"action": "x", "_selected_action": "1"})
    assert answer.url == "/admin/login/?next=/admin/consult/cannedreply/"


def test_a_password_that_was_typed_never_comes_back(office, clock):  # noqa: F811
    clock(IDLE)
    typed = {
        "old_password": "x",
        "new_password1": "雨后的 梧桐树",
        "new_password2": "雨后的 梧桐树",
    }
    answer = office.post("/admin/password_change/", typed)
    assert answer.status_code == 302
