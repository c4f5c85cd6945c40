"""One form invites a colleague who can answer; nobody lifts anybody above themselves."""

import re

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.db import DatabaseError
from django.test import Client

from consult.base.policy import Action
from consult.desk import access
from firm.models import Lawyer
from outbox import services as outbox
from outbox.models import Notice
from tests.factories import (
    make_consultation,
    make_groups,
    make_lawyer,
    make_member,
    make_staff,
    make_superuser,
)
from tests.website.office.people.conftest import HOME, shown
from tests.website.second_factor import INVITATION, accept, is_in
from website.office.people import rows, services, views
from website.office.second_factor.models import Invitation

pytestmark = pytest.mark.django_db
OWN = "firm.manage_people"


def invited():
    return User.objects.get(email="wu.tong@example.com")


def code_of_mail():
    """What stands in the letter, once it is sent."""
    outbox.deliver_due()
    return re.search(r"/admin/invitation/#([a-z2-9-]+)", mail.outbox[-1].body)[1]


def test_account_lawyer_and_areas_are_made_once_and_a_letter_goes_out(office, typed, area, manager):
    answer = office.post(HOME, typed, follow=True)
    account = invited()
    assert (account.username, account.last_name, account.first_name) == ("wu.tong", "吴", "桐")
    assert [post.name for post in account.groups.all()] == ["律师"]
    assert (account.lawyer.slug, account.lawyer.is_published) == ("wu-tong", False)
    assert list(account.lawyer.areas.all()) == [area]
    assert views.INVITED.format("“吴桐”", "律师", account.email) in answer.text
    line = LogEntry.objects.get(object_id=str(account.pk))
    assert (line.user, line.change_message) == (manager, services.INVITED.format("律师"))
    assert views.ALREADY.format("“吴桐”") in office.post(HOME, typed, follow=True).text
    assert User.objects.filter(email=typed["email"]).count() == Lawyer.objects.count() == 1
    assert Notice.objects.filter(kind="invitation").count() == 1


def test_the_letter_opens_password_and_second_factor_in_one_go(manager, typed, otp, area):
    asked = make_consultation(area=area)[0]
    services.invite(_position(typed, area), manager)
    browser, account = Client(), invited()
    browser.post(INVITATION, {"code": code_of_mail()})
    accept(browser, account)
    assert is_in(browser)
    assert account in access.holders(Action.REPLY)
    assert asked in access.visible_to(User.objects.get(pk=account.pk))


def _position(typed, area):
    lawyer = Lawyer(name=typed["name"], is_published=False)
    posts = [make_groups()["律师"]]
    return services.Position(typed["name"], typed["email"], posts, lawyer, [area])


def test_neither_the_ledger_nor_the_office_knows_the_code_and_it_stays_the_same(office, typed):
    office.post(HOME, typed)
    code, notice = code_of_mail(), Notice.objects.get(kind="invitation")
    stored = f"{notice.recipient} {notice.payload} {notice.dedupe_key}"
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert code not in office.get(f"/admin/outbox/notice/{notice.pk}/change/").text
    first = code_of_mail()
    Notice.objects.filter(kind="invitation").update(sent_at=None, attempts=1)
    assert code_of_mail() == first
    assert len(mail.outbox) == 2


def test_a_letter_is_not_sent_once_its_link_is_worth_nothing(office, typed):
    office.post(HOME, typed)
    services.hand_over(invited(), User.objects.get(username="zhou"))
    outbox.deliver_due()
    assert not mail.outbox
    assert Notice.objects.cancelled().filter(kind="invitation").count() == 1


def test_without_mail_the_link_is_shown_once_and_opens_the_account(office, typed, no_mail):
    page = office.post(HOME, typed)
    code = re.search(r"/admin/invitation/#([a-z2-9-]+)<", page.text)[1]
    assert f"{settings.SITE_URL}/admin/invitation/#{code}" in page.text
    assert ("72小时" in page.text, "no-store" in page["Cache-Control"]) == (True, True)
    assert code.replace("-", "") not in str(vars(Invitation.objects.get())).replace("-", "")
    assert Client().post(INVITATION, {"code": code}).status_code == 302
    for address in ("", "hand-over/"):
        assert code not in office.get(f"{HOME}{invited().pk}/{address}").text


@pytest.mark.engine
def test_what_fails_halfway_leaves_nothing(manager, typed, area, monkeypatch):
    def fail(*_):
        raise DatabaseError

    monkeypatch.setattr(services.invitations, "send", fail)
    with pytest.raises(DatabaseError):
        services.invite(_position(typed, area), manager)
    assert not User.objects.filter(email=typed["email"]).exists()
    assert not Lawyer.objects.exists()


@pytest.mark.engine
def test_what_is_missing_or_taken_is_asked_for_and_nothing_typed_is_lost(office, typed, colleague):
    for change, sentence in (
        ({"areas": []}, views.NO_AREA),
        ({"areas": [*typed["areas"], "all"]}, views.ALL_OR_SOME),
        ({"areas": ["99"]}, "领域有变动，请重新选择。"),
        ({"lawyer": "none"}, views.NO_LAWYER),
        ({"lawyer": "99"}, "这位律师已有账号或已删除，请重新选择。"),
        ({"posts": []}, "请选择岗位。"),
        ({"name": " "}, "请填写姓名。"),
        ({"email": "wu.tong"}, "邮箱格式有误，请核对。"),
        ({"email": "\x00wu@example.com"}, "邮箱"),
        ({"email": "LIN@Example.com"}, views.TAKEN.format("“林致远”")),
    ):
        answer = office.post(HOME, typed | change)
        assert answer.status_code == 422, change
        assert sentence in answer.text
        assert (
            change.get("name") or typed["email" if "email" not in change else "name"] in answer.text
        )
    assert not User.objects.filter(email__contains="wu").exists()
    office.post(HOME, typed | {"areas": ["all"]})
    assert not invited().lawyer.areas.exists()
    editor = {"posts": [make_groups()["编辑"].pk], "areas": [], "email": "editor@example.com"}
    office.post(HOME, typed | editor)
    assert not Lawyer.objects.filter(user__email="editor@example.com").exists()
    assert Invitation.objects.count() == 2


def test_a_record_that_is_there_keeps_areas_and_page_and_a_second_of_the_name_gets_own_names(
    office, typed, area
):
    lawyer = make_lawyer(name="吴桐", slug="wu-tong", is_published=True)
    lawyer.areas.set([area])
    office.post(HOME, typed | {"name": "吴\n 桐", "lawyer": lawyer.pk, "areas": []})
    lawyer.refresh_from_db()
    assert (lawyer.user, lawyer.slug, lawyer.is_published) == (invited(), "wu-tong", True)
    assert list(lawyer.areas.all()) == [area]
    assert "\n" not in invited().get_full_name()
    office.post(HOME, typed | {"email": "wu.tong@example.net"})
    second = User.objects.get(email="wu.tong@example.net")
    assert (second.username, second.lawyer.slug) == ("wutong", "wu-tong-2")


def post_with(name, *rights):
    post = Group.objects.create(name=name)
    post.permissions.set(Permission.objects.filter(codename__in=rights))
    return post


def people():
    """All that an act could change."""
    rows = User.objects.order_by("pk").values_list("pk", "password", "is_active", "email")
    return [*rows, Notice.objects.count(), Invitation.objects.count()]


@pytest.mark.parametrize("whose", ["a superuser's", "one's own"])
def test_a_superuser_and_oneself_are_seen_and_not_touched(office, manager, whose):
    account = manager if whose == "one's own" else make_superuser(email="boss@example.com")
    make_lawyer(name="周牧之", user=account)
    page, before = f"{HOME}{account.pk}/", people()
    typed = {"name": "周", "email": "z@example.com", "posts": [make_groups()["编辑"].pk]}
    said = "这是您自己的账号" if account == manager else "由超级用户修改"
    assert said in office.get(page).text
    assert office.post(page, typed | {"lawyer": "none"}).status_code == 403
    for act in views.ACTS:
        assert office.post(f"{page}{act}/").status_code == 403
    assert people() == before
    assert account.lawyer


def test_a_post_with_a_right_that_one_lacks_is_neither_offered_nor_taken(office, typed):
    above = post_with("账号管理", "change_user")
    page = office.get(HOME)
    assert above not in page.context["form"].fields["posts"].queryset
    assert "岗位“账号管理”有您没有的权限" in page.text
    assert office.post(HOME, typed | {"posts": [above.pk]}).status_code == 422
    assert not User.objects.filter(email=typed["email"]).exists()


def test_who_does_not_see_all_gives_nobody_a_look_at_consultations(client, area, typed):
    """Not even one that they have themselves: it would be a look with another's areas."""
    actor = make_staff(OWN, "consult.view_consultation", "articles.add_article")
    readers, writers = post_with("读", "view_consultation"), post_with("写", "add_article")
    assert list(rows.posts_of(actor)) == [writers]
    client.force_login(actor)
    assert client.post(HOME, typed | {"posts": [readers.pk]}).status_code == 422
    reader = make_member("助理", username="he")
    assert client.post(f"{HOME}{reader.pk}/reset/").status_code == 403


def test_a_colleague_who_rose_meanwhile_is_above_an_open_page(client, area, colleague):
    make_superuser()
    actor = make_member("咨询主管")
    client.force_login(actor)
    assert client.get(f"{HOME}{colleague.pk}/reset/").status_code == 200
    colleague.user_permissions.add(Permission.objects.get(codename="change_user"))
    assert client.post(f"{HOME}{colleague.pk}/reset/").status_code == 403


def test_a_superuser_gives_every_post_and_looks_after_another(client, area):
    post_with("账号管理", "change_user")
    assert rows.posts_of(make_superuser()).count() == Group.objects.count()
    client.force_login(make_superuser(username="boss"))
    other = make_superuser(username="other", email="other@example.com")
    typed = shown(client, other) | {"name": "周宁", "areas": [], "posts": []}
    answer = client.post(f"{HOME}{other.pk}/", typed)
    other.refresh_from_db()
    assert (answer.status_code, other.first_name) == (302, "宁")


def test_a_superuser_changes_the_own_name_and_mail_and_nothing_else(client, area):
    boss = make_superuser(username="admin", email="old@example.com")
    client.force_login(boss)
    page = client.get(f"{HOME}{boss.pk}/")
    assert list(page.context["form"].fields) == ["username", "name", "email"]
    typed = {"username": "sun", "name": "孙编审", "email": "sun@example.com"}
    more = {"posts": [make_groups()["编辑"].pk], "stands": page.context["stands"]}
    client.post(f"{HOME}{boss.pk}/", typed | more)
    boss.refresh_from_db()
    assert (boss.username, boss.last_name, boss.email) == ("sun", "孙", "sun@example.com")
    assert not boss.groups.exists()
    told = set(Notice.objects.values_list("recipient", flat=True))
    assert told == {"old@example.com", "sun@example.com"}


def test_rights_of_a_single_account_are_taken_away_and_one_that_may_not_enter_is_started(office):
    holder = make_staff("articles.add_article", username="holder", is_staff=False)
    page = f"{HOME}{holder.pk}/"
    assert [one.account for one in office.get(HOME).context["gone"]] == [holder]
    office.post(f"{page}start/")
    holder.refresh_from_db()
    assert holder.is_staff
    assert "个别权限" in office.get(HOME).text
    assert f"{page}rights/" in office.get(page).text
    office.post(f"{page}rights/")
    assert not holder.user_permissions.exists()
    assert "个别权限已收回" in office.get(page).text
    assert f"{page}rights/" not in office.get(page).text
    assert views.NOT_NOW.format("holder") in office.post(f"{page}rights/", follow=True).text
