"""The colleagues: what the list says of each, what the firm decides, and two who do it at once."""

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
from tests.website.office.people.conftest import HOME, shown
from tests.website.second_factor import LOGIN, clock, is_in, log_in
from website.office import accounts
from website.office.login import backend as ceilings
from website.office.people import rows, services, views
from website.office.second_factor import devices
from website.office.second_factor.models import Invitation

pytestmark = pytest.mark.django_db


def test_what_somebody_sees_of_the_consultations_follows_from_posts_and_areas(manager, colleague):
    for posts, sees in (
        (["咨询主管"], rows.ALL),
        (["律师"], rows.OWN),
        (["助理", "编辑"], rows.OWN),
        (["编辑"], rows.NOTHING),
        (["编辑", "咨询主管"], rows.ALL),
    ):
        account = make_member(posts[0])
        account.groups.set([make_groups()[post] for post in posts])
        assert rows.one(manager, account).sees == sees
    assert rows.one(manager, colleague).sees == "劳动与工伤"
    colleague.lawyer.areas.clear()
    assert rows.one(manager, colleague).sees == rows.ANY_AREA


def test_who_gets_in_by_a_password_alone_is_counted_and_who_left_stands_apart(
    office, manager, colleague, django_assert_num_queries
):
    assert "2人，2人没有开通两步验证" in " ".join(office.get(HOME).text.split())
    devices.enrol(colleague)
    assert [one.account for one in office.get(HOME).context["unprotected"]] == [manager]
    colleague.is_active = False
    colleague.save()
    page = office.get(HOME)
    assert [one.account for one in page.context["gone"]] == [colleague]
    assert colleague not in [one.account for one in page.context["people"]]
    for number in range(8):
        make_lawyer(user=make_member("律师"), slug=f"l{number}")
    with django_assert_num_queries(25):  # as few for ten as for two
        office.get(HOME)


@pytest.fixture
def page(colleague):
    return f"{HOME}{colleague.pk}/"


@pytest.fixture
def seen(office, colleague):
    """The form of the colleague as it is shown."""
    return shown(office, colleague)


def told(account):
    """What the mails to the holder say has changed."""
    ours = Notice.objects.filter(kind=accounts.KIND, recipient=account.email)
    sent = ours.order_by("pk")
    return re.findall("变动：(.+)", "\n".join(one.payload["body"] for one in sent))


def test_posts_and_areas_and_what_is_seen_are_changed_and_the_holder_is_told(
    office, page, seen, colleague, area
):
    other, asked = make_area(name="刑事辩护"), make_consultation(area=area)[0]
    assert asked in access.visible_to(colleague)
    posts = [make_groups()["律师"].pk, make_groups()["编辑"].pk]
    office.post(page, seen | {"posts": posts, "areas": [other.pk]})
    assert [post.name for post in colleague.groups.order_by("name")] == ["律师", "编辑"]
    assert list(colleague.lawyer.areas.all()) == [other]
    assert told(colleague) == ["岗位为律师、编辑；负责的领域为刑事辩护"]
    assert asked not in access.visible_to(User.objects.get(pk=colleague.pk))


def test_a_new_address_gets_the_invitation_and_the_old_one_opens_nothing(office, typed):
    office.post(HOME, typed)
    account, before = User.objects.get(email=typed["email"]), Invitation.objects.get().digest
    seen = shown(office, account)
    office.post(f"{HOME}{account.pk}/", seen | {"email": "tong@example.com"})
    assert Invitation.objects.get().digest != before
    assert Notice.objects.filter(kind="invitation").count() == 2


def test_a_name_is_changed_without_a_mail_and_no_area_is_not_all_areas(
    office, page, seen, colleague
):
    answer = office.post(page, seen | {"areas": []})
    assert views.NO_AREA in answer.text
    assert colleague.lawyer.areas.exists()
    office.post(page, seen | {"name": "欧阳明"})
    colleague.refresh_from_db()
    assert (colleague.last_name, colleague.first_name) == ("欧阳", "明")
    assert told(colleague) == []


@pytest.mark.engine
def test_a_record_that_was_given_away_meanwhile_is_not_taken_from_its_holder(colleague, manager):
    lawyer = make_lawyer(name="沈若宁")
    stale = Lawyer.objects.get(pk=lawyer.pk)
    Lawyer.objects.filter(pk=lawyer.pk).update(user=make_member("助理"))
    position = services.Position("林致远", colleague.email, colleague.groups.all(), stale, None)
    with pytest.raises(services.TakenError):
        services.change(colleague, position, manager)
    assert Lawyer.objects.get(pk=lawyer.pk).user != colleague


def test_who_is_stopped_is_out_at_once_until_started_again_and_each_act_is_noted(
    office, page, colleague, manager
):
    asked, browser = make_consultation()[0], Client()
    asked.assignee = colleague
    asked.save()
    assert "还有1条未结束的咨询" in office.get(f"{page}stop/").text
    assert User.objects.get(pk=colleague.pk).is_active
    browser.force_login(colleague)
    office.post(f"{page}stop/"), office.post(f"{page}stop/")
    assert not is_in(browser)
    browser.post(LOGIN, {"username": "lin", "password": "x"})
    assert not is_in(browser)
    office.post(f"{page}start/")
    browser.post(LOGIN, {"username": "lin", "password": "x"})
    assert is_in(browser)
    assert told(colleague) == [services.STOPPED, services.STARTED]
    for act in ("unlock", "reset", "again", "hand-over"):
        office.post(f"{page}{act}/")
    lines = LogEntry.objects.filter(object_id=str(colleague.pk), user=manager)
    assert [one.change_message for one in lines.order_by("pk")] == [
        services.STOPPED, services.STARTED, services.UNLOCKED, services.RESET,
        services.AGAIN, services.HANDED,
    ]  # fmt: skip
    seen = office.get(page).text
    assert seen.index(services.HANDED) < seen.index(services.STOPPED)


def test_unlocked_a_colleague_may_try_again_at_once(office, page, colleague):
    stranger = Client()
    for _ in range(11):
        stranger.post(LOGIN, {"username": "lin", "password": "wrong"})
    assert ceilings.wait_of(colleague) > timedelta()
    assert "密码输错次数过多" in office.get(page).text
    office.post(f"{page}unlock/")
    stranger.post(LOGIN, {"username": "lin", "password": "x"})
    assert is_in(stranger)
    device, _ = devices.enrol(colleague)
    for _ in range(ceilings.CODE.free):
        log_in(Client(), "000000")
    office.post(f"{page}unlock/")
    fresh = Client()
    log_in(fresh, clock(device))
    assert is_in(fresh)


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
    Invitation.objects.update(ends_at=timezone.now())
    assert "链接已过期" in office.get(HOME).text
    office.post(f"{page}again/")
    assert Invitation.objects.get().ends_at > timezone.now()
    assert Notice.objects.filter(kind="invitation").count() == 2


def test_without_mail_a_reset_shows_the_link_and_one_that_is_open_gets_none_by_an_old_page(
    office, page, colleague, no_mail
):
    answer = office.post(f"{page}again/", follow=True)
    assert views.NOT_NOW.format("林致远") in answer.text
    assert not Invitation.objects.exists()
    assert "/admin/invitation/#" in office.post(f"{page}reset/").text


@pytest.mark.engine
def test_login_name_and_record_are_changed_and_the_pages_of_before_lead_on(
    office, page, seen, colleague
):
    taken, odd = views.USERNAME_TAKEN, views.ODD_USERNAME
    for name, why in (("zhou", taken), ("ZHOU", taken), ("林 致远", odd)):
        assert why in office.post(page, seen | {"username": name}).text
    former, other = colleague.lawyer, make_lawyer(name="沈若宁")
    office.post(page, seen | {"username": "lin.zy", "lawyer": other.pk})
    colleague.refresh_from_db()
    assert (colleague.username, told(colleague)[0][:10]) == ("lin.zy", "用户名为lin.zy")
    assert Lawyer.objects.get(pk=other.pk).user == colleague
    assert Lawyer.objects.get(pk=former.pk).user is None
    for below in ("", "add/", "{}/change/", "{}/password/", "{}/second-factor/"):
        answer = office.get(f"/admin/auth/user/{below.format(colleague.pk)}")
        assert (answer.status_code, answer.url) == (301, page if "{}" in below else HOME)


@pytest.fixture
def meanwhile(monkeypatch):
    """What another manager has done when it is one's own turn."""
    return lambda done: monkeypatch.setattr(services, "take_turn", done)


def test_who_was_stopped_or_lost_the_post_while_waiting_stops_or_changes_nobody(
    office, manager, colleague, meanwhile
):
    meanwhile(lambda: User.objects.filter(pk=manager.pk).update(is_active=False))
    assert office.post(f"{HOME}{colleague.pk}/stop/").status_code == 403
    assert User.objects.get(pk=colleague.pk).is_active
    User.objects.filter(pk=manager.pk).update(is_active=True)
    meanwhile(manager.groups.clear)
    answer = office.post(f"{HOME}{colleague.pk}/", {"name": "新名"})
    assert answer.status_code == 403


def test_what_another_saved_while_waiting_is_not_overwritten(
    office, page, seen, colleague, meanwhile
):
    meanwhile(lambda: User.objects.filter(pk=colleague.pk).update(email="other@example.com"))
    answer = office.post(page, seen | {"name": "新名"})
    assert (answer.status_code, views.CHANGED in answer.text) == (409, True)
    assert User.objects.get(pk=colleague.pk).email == "other@example.com"
