"""Nobody lifts anybody, or oneself, above what they may do themselves."""

from itertools import product

import pytest
from django.contrib.auth.models import Group, Permission, User

from outbox.models import Notice
from tests.factories import make_groups, make_lawyer, make_member, make_staff, make_superuser
from tests.website.office.people.conftest import HOME
from website.office.people import rows, views
from website.office.second_factor.models import Invitation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OWN = "firm.manage_people"


def post_with(name, *rights):
    post = Group.objects.create(name=name)
    post.permissions.set(Permission.objects.filter(codename__in=rights))
    return post


def people():
    """All that an act could change."""
    rows = User.objects.order_by("pk").values_list("pk", "password", "is_active", "email")
    return [*rows, Notice.objects.count(), Invitation.objects.count()]


@pytest.mark.parametrize("post", ["律师", "助理", "编辑"])
def test_no_other_post_looks_after_people(client, area, colleague, typed, post):
    client.force_login(make_member(post))
    before = people()
    pages = [
        HOME,
        f"{HOME}{colleague.pk}/",
        *(f"{HOME}{colleague.pk}/{one}/" for one in views.ACTS),
    ]
    for address, method in product(pages, (client.get, client.post)):
        assert method(address, typed).status_code == 403
    assert people() == before


def test_a_superuser_is_seen_and_touched_by_no_manager(office):
    boss = make_superuser(username="boss", email="boss@example.com")
    page, before = f"{HOME}{boss.pk}/", people()
    assert "由超级用户修改" in office.get(page).text
    assert office.post(page).status_code == 403
    for act in views.ACTS:
        assert (
            office.get(f"{page}{act}/").status_code,
            office.post(f"{page}{act}/").status_code,
        ) == (403, 403)
    assert people() == before


def test_nobody_changes_their_own_posts_areas_or_account(office, manager, area):
    make_lawyer(name="周牧之", user=manager)
    page, before = f"{HOME}{manager.pk}/", people()
    typed = {"name": "周", "email": "z@example.com", "posts": [make_groups()["编辑"].pk]}
    assert "这是您自己的账号" in office.get(page).text
    assert office.post(page, typed | {"lawyer": "none"}).status_code == 403
    for act in views.ACTS:
        assert office.post(f"{page}{act}/").status_code == 403
    assert people() == before
    assert manager.lawyer


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


def test_a_link_is_worth_nothing_once_its_maker_is_below_the_account(office, manager, typed):
    office.post(HOME, typed)
    account = User.objects.get(email=typed["email"])
    account.groups.add(make_groups()["编辑"])
    manager.groups.set([make_groups()["助理"]])
    office.get(f"{HOME}{account.pk}/")
    from website.office.second_factor import invitations

    assert invitations.opened(Invitation.objects.get().digest) is None


def test_a_superuser_gives_every_post(client, area):
    post_with("账号管理", "change_user")
    assert rows.posts_of(make_superuser()).count() == Group.objects.count()


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


def test_one_superuser_looks_after_another(client, area):
    client.force_login(make_superuser(username="boss"))
    other = make_superuser(username="other", email="other@example.com")
    page = client.get(f"{HOME}{other.pk}/")
    typed = page.context["form"].initial | {"name": "周宁", "areas": [], "posts": []}
    answer = client.post(f"{HOME}{other.pk}/", typed | {"stands": page.context["stands"]})
    other.refresh_from_db()
    assert (answer.status_code, other.first_name) == (302, "宁")


def test_an_account_that_may_not_enter_the_office_is_among_the_stopped_ones(office):
    outside = make_staff(is_staff=False, username="outside")
    assert [one.account for one in office.get(HOME).context["gone"]] == [outside]
    office.post(f"{HOME}{outside.pk}/start/")
    outside.refresh_from_db()
    assert outside.is_staff


def test_rights_of_a_single_account_are_seen_and_taken_away(office):
    holder = make_staff("articles.add_article", username="holder")
    assert "个别权限" in office.get(HOME).text
    page = f"{HOME}{holder.pk}/"
    assert f"{page}rights/" in office.get(page).text
    office.post(f"{page}rights/")
    assert not holder.user_permissions.exists()
    assert "个别权限已收回" in office.get(page).text
    assert f"{page}rights/" not in office.get(page).text
    assert views.NOT_NOW.format("holder") in office.post(f"{page}rights/", follow=True).text
