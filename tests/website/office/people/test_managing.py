"""One colleague: what the firm decides of them, and the buttons beside it."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from consult.desk import access
from firm.models import Lawyer
from outbox.models import Notice
from tests.factories import make_area, make_consultation, make_groups, make_lawyer, make_member
from tests.website.office.people.conftest import HOME
from tests.website.second_factor import LOGIN, is_in
from website.office import accounts
from website.office.login import backend as ceilings
from website.office.people import services, views
from website.office.second_factor import devices
from website.office.second_factor.models import Invitation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def page(colleague):
    return f"{HOME}{colleague.pk}/"


@pytest.fixture
def seen(office, page):
    """The form of the colleague as it is shown."""
    form = office.get(page)
    stands = re.search(r'name="stands" value="(\w+)"', form.text)[1]
    return {**form.context["form"].initial, "stands": stands}


def told(account):
    """What the mails to the holder say has changed."""
    ours = Notice.objects.filter(kind=accounts.KIND, recipient=account.email)
    sent = ours.order_by("pk")
    return re.findall("变动：(.+)", "\n".join(one.payload["body"] for one in sent))


def test_posts_and_areas_are_changed_and_the_holder_is_told(office, page, seen, colleague):
    other = make_area(name="刑事辩护")
    posts = [make_groups()["律师"].pk, make_groups()["编辑"].pk]
    office.post(page, seen | {"posts": posts, "areas": [other.pk]})
    assert [post.name for post in colleague.groups.order_by("name")] == ["律师", "编辑"]
    assert list(colleague.lawyer.areas.all()) == [other]
    assert told(colleague) == ["岗位为律师、编辑；负责的领域为刑事辩护"]


def test_with_the_area_the_consultations_of_it_are_seen_no_more(
    office, page, seen, area, colleague
):
    asked, other = make_consultation(area=area)[0], make_area(name="刑事辩护")
    assert asked in access.visible_to(colleague)
    office.post(page, seen | {"areas": [other.pk]})
    assert asked not in access.visible_to(User.objects.get(pk=colleague.pk))


def test_a_name_is_changed_without_a_mail(office, page, seen, colleague):
    office.post(page, seen | {"name": "欧阳明"})
    colleague.refresh_from_db()
    assert (colleague.last_name, colleague.first_name) == ("欧阳", "明")
    assert told(colleague) == []


def test_old_and_new_address_hear_of_a_new_one(office, page, seen, colleague):
    office.post(page, seen | {"email": "new@example.com"})
    heard = set(Notice.objects.filter(kind=accounts.KIND).values_list("recipient", flat=True))
    assert heard == {"lin@example.com", "new@example.com"}


def test_a_new_address_gets_the_invitation_and_the_old_one_opens_nothing(office, typed):
    office.post(HOME, typed)
    account = User.objects.get(email=typed["email"])
    before = Invitation.objects.get().digest
    form = office.get(f"{HOME}{account.pk}/")
    stands = re.search(r'name="stands" value="(\w+)"', form.text)[1]
    seen = {**form.context["form"].initial, "stands": stands}
    office.post(f"{HOME}{account.pk}/", seen | {"email": "tong@example.com"})
    assert Invitation.objects.get().digest != before
    assert Notice.objects.filter(kind="invitation").count() == 2


def test_of_two_at_once_the_second_sees_what_the_first_has_saved(office, page, seen, colleague):
    office.post(page, seen | {"name": "林远"})
    answer = office.post(page, seen | {"posts": [make_groups()["编辑"].pk]})
    assert answer.status_code == 409
    assert views.CHANGED in answer.text
    assert [post.name for post in colleague.groups.all()] == ["律师"]


def test_no_area_left_is_not_taken_for_all_of_them(office, page, seen, colleague):
    answer = office.post(page, seen | {"areas": []})
    assert views.NO_AREA in answer.text
    assert colleague.lawyer.areas.exists()


def test_a_record_of_a_lawyer_changes_hands(office, page, seen, colleague):
    former, other = colleague.lawyer, make_lawyer(name="沈若宁")
    office.post(page, seen | {"lawyer": other.pk})
    assert Lawyer.objects.get(pk=other.pk).user == colleague
    assert Lawyer.objects.get(pk=former.pk).user is None


def test_a_record_that_was_given_away_meanwhile_is_not_taken_from_its_holder(colleague, manager):
    lawyer = make_lawyer(name="沈若宁")
    stale = Lawyer.objects.get(pk=lawyer.pk)
    Lawyer.objects.filter(pk=lawyer.pk).update(user=make_member("助理"))
    position = services.Position("林致远", colleague.email, colleague.groups.all(), stale, None)
    with pytest.raises(services.TakenError):
        services.change(colleague, position, manager)
    assert Lawyer.objects.get(pk=lawyer.pk).user != colleague


def test_who_is_stopped_is_out_at_once_and_nobody_gets_in(office, page, colleague):
    browser = Client()
    browser.force_login(colleague)
    office.post(f"{page}stop/"), office.post(f"{page}stop/")
    assert not is_in(browser)
    browser.post(LOGIN, {"username": "lin", "password": "x"})
    assert not is_in(browser)
    assert told(colleague) == [services.STOPPED]


def test_before_somebody_is_stopped_what_they_are_in_charge_of_is_counted(office, page, colleague):
    asked = make_consultation()[0]
    asked.assignee = colleague
    asked.save()
    assert "还有1条未结束的咨询" in office.get(f"{page}stop/").text
    assert User.objects.get(pk=colleague.pk).is_active


def test_who_is_started_again_has_the_password_of_before(office, page, colleague):
    office.post(f"{page}stop/"), office.post(f"{page}start/")
    browser = Client()
    browser.post(LOGIN, {"username": "lin", "password": "x"})
    assert is_in(browser)
    assert told(colleague) == [services.STOPPED, services.STARTED]


def test_unlocked_a_colleague_may_try_again_at_once(office, page, colleague):
    stranger = Client()
    for _ in range(11):
        stranger.post(LOGIN, {"username": "lin", "password": "wrong"})
    assert ceilings.wait_of(colleague) > timedelta()
    assert "现在不能用密码登录" in office.get(page).text
    office.post(f"{page}unlock/")
    stranger.post(LOGIN, {"username": "lin", "password": "x"})
    assert is_in(stranger)


def test_unlocked_wrong_codes_are_forgotten_too(office, page, colleague):
    device, _ = devices.enrol(colleague)
    device.throttle_increment()
    office.post(f"{page}unlock/")
    device.refresh_from_db()
    assert device.verify_is_allowed()[0]


def test_reset_ends_password_factor_and_sessions_and_sends_a_link(office, page, colleague):
    devices.enrol(colleague)
    browser = Client()
    browser.force_login(colleague)
    office.post(f"{page}reset/")
    colleague.refresh_from_db()
    assert not is_in(browser)
    assert not colleague.has_usable_password()
    assert not devices.has_any(colleague)
    assert Invitation.objects.get().account == colleague
    assert Notice.objects.filter(kind="invitation").count() == 1
    assert told(colleague)[-1] == services.RESET


def test_without_mail_a_reset_shows_the_link(office, page, no_mail):
    assert "/admin/invitation/#" in office.post(f"{page}reset/").text


def test_who_let_the_link_run_out_gets_another(office, page, colleague):
    office.post(f"{page}reset/")
    Invitation.objects.update(ends_at=timezone.now())
    assert "链接已过期" in office.get(HOME).text
    office.post(f"{page}again/")
    assert Invitation.objects.get().ends_at > timezone.now()
    assert Notice.objects.filter(kind="invitation").count() == 2


def test_an_account_that_is_open_gets_no_link_by_an_old_page(office, page, colleague):
    answer = office.post(f"{page}again/", follow=True)
    assert views.NOT_NOW.format("林致远") in answer.text
    assert not Invitation.objects.exists()


def test_every_act_stands_in_the_history_with_who_did_it(office, page, colleague, manager):
    for act in ("unlock", "stop", "start", "reset", "again", "hand-over"):
        office.post(f"{page}{act}/")
    lines = LogEntry.objects.filter(object_id=str(colleague.pk), user=manager)
    assert [one.change_message for one in lines.order_by("pk")] == [
        services.UNLOCKED, services.STOPPED, services.STARTED, services.RESET,
        services.AGAIN, services.HANDED,
    ]  # fmt: skip
    seen = office.get(page).text
    assert seen.index(services.HANDED) < seen.index(services.STOPPED)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("zhou", views.USERNAME_TAKEN),
        ("ZHOU", views.USERNAME_TAKEN),
        ("林 致远", views.ODD_USERNAME),
    ],
)
def test_a_login_name_is_changed_and_nobody_elses(office, page, seen, colleague, name, why):
    assert why in office.post(page, seen | {"username": name}).text
    office.post(page, seen | {"username": "lin.zy"})
    colleague.refresh_from_db()
    assert colleague.username == "lin.zy"
    assert told(colleague) == ["用户名为lin.zy"]


@pytest.mark.parametrize("below", ["", "add/", "{}/change/", "{}/password/", "{}/second-factor/"])
def test_the_pages_of_accounts_of_before_lead_on(office, colleague, below):
    answer = office.get(f"/admin/auth/user/{below.format(colleague.pk)}")
    person = f"{HOME}{colleague.pk}/"
    assert (answer.status_code, answer.url) == (301, person if "{}" in below else HOME)
