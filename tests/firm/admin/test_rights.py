"""Nobody widens what the own areas let them see; a lawyer keeps the own profile alone."""

import pytest

from consult.desk import access
from firm.admin import firm, lawyers
from firm.models import Lawyer, PracticeArea
from tests.factories import (
    make_area,
    make_consultation,
    make_groups,
    make_lawyer,
    make_member,
    make_staff,
    make_superuser,
)

pytestmark = pytest.mark.django_db
AREAS = "/admin/firm/practicearea/"
SURE = {"post": "yes"}


@pytest.fixture
def own():
    return make_area(name="劳动争议")


@pytest.fixture
def foreign():
    area = make_area(name="刑事辩护")
    make_consultation(area=area)
    return area


@pytest.fixture
def editor(client, own, foreign):
    """A lawyer of one area who is an editor, too."""
    user = make_member("律师")
    user.groups.add(make_groups()["编辑"])
    make_lawyer(name="林致远", user=user).areas.add(own)
    client.force_login(user)
    return user


def seen(user):
    return access.visible_to(user).count()


def send(client, area, **fields):
    known = {"name": area.name, "slug": area.slug, "order": 1, "is_published": "on"}
    address = f"{AREAS}{area.pk}/change/" if area.pk else f"{AREAS}add/"
    return client.post(address, known | fields)


def test_a_lawyer_who_edits_moves_no_area_so_that_more_is_seen(client, editor, own, foreign):
    assert send(client, foreign, parent=own.pk, summary="别的话").status_code == 302
    foreign.refresh_from_db()
    assert (foreign.parent, foreign.summary, seen(editor)) == (None, "别的话", 0)
    send(client, own, parent=foreign.pk)
    assert (PracticeArea.objects.get(pk=own.pk).parent, seen(editor)) == (None, 0)
    send(client, PracticeArea(name="新领域", slug="new"), parent=own.pk)
    assert PracticeArea.objects.get(slug="new").parent is None
    html = client.get(f"{AREAS}{foreign.pk}/change/").text
    assert firm.NOT_MOVED in html
    assert 'name="parent"' not in html
    assert firm.NOT_MOVED in client.get(f"{AREAS}add/").text


@pytest.mark.parametrize(
    ("make", "moved"),
    [
        (lambda: make_staff("firm.change_practicearea"), False),
        (lambda: make_staff("firm.change_practicearea", "firm.change_lawyer"), True),
        (lambda: make_lawyer(user=make_superuser()).user, True),
    ],
    ids=["areas alone", "lawyers, too", "a superuser who is a lawyer"],
)
def test_who_assigns_areas_to_lawyers_moves_them(client, own, foreign, make, moved):
    client.force_login(make())
    send(client, foreign, parent=own.pk)
    assert (PracticeArea.objects.get(pk=foreign.pk).parent == own) is moved


def test_the_only_areas_of_a_lawyer_are_not_deleted_but_one_of_two_is(client, editor, own):
    answer = client.post(f"{AREAS}{own.pk}/delete/", SURE)
    assert firm.ONLY_AREA.format("林致远律师") in answer.text
    assert (PracticeArea.objects.filter(pk=own.pk).exists(), seen(editor)) == (True, 0)
    other = make_area()
    editor.lawyer.areas.add(other)
    ticked = {"_selected_action": [own.pk, other.pk], "action": "delete_selected", **SURE}
    assert firm.ONLY_AREA.format("林致远律师") in client.post(AREAS, ticked).text
    assert editor.lawyer.areas.count() == 2
    assert client.post(f"{AREAS}{own.pk}/delete/", SURE).status_code == 302
    assert (editor.lawyer.areas.count(), seen(editor)) == (1, 0)


def test_a_profile_with_an_account_is_deleted_by_a_superuser_alone(client, editor):
    colleague = make_lawyer(name="沈若宁", user=make_member("律师"))
    answer = client.post(f"/admin/firm/lawyer/{colleague.pk}/delete/", SURE)
    assert lawyers.HAS_ACCOUNT.format("沈若宁律师") in answer.text
    assert Lawyer.objects.filter(pk=colleague.pk).exists()
    gone = make_lawyer()
    client.post(f"/admin/firm/lawyer/{gone.pk}/delete/", SURE)
    assert not Lawyer.objects.filter(pk=gone.pk).exists()
    client.force_login(make_superuser())
    gone = make_lawyer(user=make_member("律师"))
    client.post(f"/admin/firm/lawyer/{gone.pk}/delete/", SURE)
    assert not Lawyer.objects.filter(pk=gone.pk).exists()


LIST = "/admin/firm/lawyer/"
ROWS = {
    f"{name}-{key}": value
    for name in ("milestones", "honours")
    for key, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
}


@pytest.fixture
def profile(client):
    user = make_member("律师")
    client.force_login(user)
    return make_lawyer(name="林致远", user=user)


def page_of(lawyer):
    return f"{LIST}{lawyer.pk}/change/"


def tell(client, lawyer, **fields):
    known = {"post": lawyer.post, **ROWS}
    return client.post(page_of(lawyer), {**known, **fields})


def test_the_list_leads_to_the_own_profile_and_what_one_tells_of_oneself_is_kept(client, profile):
    assert client.get(LIST)["Location"] == page_of(profile)
    station = {
        "milestones-TOTAL_FORMS": 1, "milestones-0-start_year": 2016, "milestones-0-title": "律师",
    }  # fmt: skip
    answer = tell(client, profile, bio="先听完，再说。", **station)
    assert answer.status_code == 302
    profile.refresh_from_db()
    assert profile.bio == "先听完，再说。"
    assert profile.milestones.get().title == "律师"


def test_what_is_registered_or_decides_what_is_seen_is_not(client, profile):
    before = Lawyer.objects.values().get()
    changed = {"name": "别人", "licence_number": "1" * 17, "hostname": "a.cn", "slug": "x"}
    changed["aliases"] = "离婚"  # what finds a lawyer is chosen by who keeps all
    tell(client, profile, **changed, is_published="", user="", order=1)
    after = Lawyer.objects.values().get()
    for name in (*changed, "is_published", "user_id", "order"):
        assert after[name] == before[name]


def test_who_keeps_all_profiles_gives_oneself_no_host(client):
    user = make_staff("firm.change_lawyer")
    client.force_login(user)
    profile = make_lawyer(name="林致远", user=user)
    other = make_lawyer(name="沈若宁")
    for lawyer in (profile, other):
        known = {"name": lawyer.name, "slug": lawyer.slug, "order": 1}
        answer = tell(client, lawyer, **known, hostname=f"a{lawyer.pk}.cn")
        assert answer.status_code == 302
    assert Lawyer.objects.get(pk=profile.pk).hostname == ""
    assert Lawyer.objects.get(pk=other.pk).hostname == f"a{other.pk}.cn"


def test_the_profile_of_a_colleague_stays_closed(client, profile):
    other = make_lawyer()
    assert client.get(page_of(other)).status_code == 403
    assert tell(client, other, bio="坏话").status_code == 403
    assert client.get(f"{LIST}{profile.pk}/delete/").status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
