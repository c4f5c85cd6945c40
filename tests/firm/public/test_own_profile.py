"""A lawyer keeps the own profile, and nothing of anybody else's."""

import pytest

from firm.base.validators import OUR_OWN
from firm.models import Honour, Lawyer, Milestone
from tests.factories import make_lawyer, make_member, make_staff, make_superuser
from tests.sentences import of_help

pytestmark = pytest.mark.django_db
LIST = "/admin/firm/lawyer/"
ROWS = {
    f"{name}-{key}": value
    for name in ("milestones", "honours")
    for key, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
}


@pytest.fixture
def own(client):
    user = make_member("律师")
    client.force_login(user)
    return make_lawyer(name="林致远", user=user)


def page_of(lawyer):
    return f"{LIST}{lawyer.pk}/change/"


def send(client, lawyer, **fields):
    known = {"post": lawyer.post, **ROWS}
    return client.post(page_of(lawyer), {**known, **fields})


def test_the_list_leads_to_the_own_profile(client, own):
    assert client.get(LIST)["Location"] == page_of(own)


def test_what_one_tells_of_oneself_is_kept(client, own):
    station = {
        "milestones-TOTAL_FORMS": 1,
        "milestones-0-start_year": 2016,
        "milestones-0-title": "律师",
    }
    answer = send(client, own, bio="先听完，再说。", **station)
    assert answer.status_code == 302
    own.refresh_from_db()
    assert own.bio == "先听完，再说。"
    assert own.milestones.get().title == "律师"


def test_what_is_registered_or_decides_what_is_seen_is_not(client, own):
    before = Lawyer.objects.values().get()
    changed = {"name": "别人", "licence_number": "1" * 17, "hostname": "a.cn", "slug": "x"}
    send(client, own, **changed, is_published="", user="", order=1)
    after = Lawyer.objects.values().get()
    for name in (*changed, "is_published", "user_id", "order"):
        assert after[name] == before[name]


def test_who_keeps_all_profiles_gives_oneself_no_host(client):
    user = make_staff("firm.change_lawyer")
    client.force_login(user)
    own = make_lawyer(name="林致远", user=user)
    other = make_lawyer(name="沈若宁")
    for lawyer in (own, other):
        known = {"name": lawyer.name, "slug": lawyer.slug, "order": 1}
        answer = send(client, lawyer, **known, hostname=f"a{lawyer.pk}.cn")
        assert answer.status_code == 302
    assert Lawyer.objects.get(pk=own.pk).hostname == ""
    assert Lawyer.objects.get(pk=other.pk).hostname == f"a{other.pk}.cn"


def test_the_profile_of_a_colleague_stays_closed(client, own):
    other = make_lawyer()
    assert client.get(page_of(other)).status_code == 403
    assert send(client, other, bio="坏话").status_code == 403
    assert client.get(f"{LIST}{own.pk}/delete/").status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_without_the_right_ones_own_is_closed_too(client):
    user = make_staff()
    client.force_login(user)
    assert client.get(page_of(make_lawyer(user=user))).status_code == 403
    assert client.get(LIST).status_code == 403


def test_an_editor_gives_a_lawyer_a_host_name_and_stations(client, settings):
    client.force_login(make_superuser())
    lawyer = make_lawyer(name="林致远")
    Honour.objects.create(lawyer=lawyer, title="奖", issuer="律协", date="2020-01-01")
    page = client.get(page_of(lawyer)).content.decode()
    helps = of_help(Lawyer, "hostname"), of_help(Milestone, "title")
    for shown in ("自有域名", "执业经历", *helps):
        assert shown in page
    settings.SITE_HOST = "www.example.cn"
    answer = send(client, lawyer, name="林致远", slug=lawyer.slug, hostname="www.example.cn")
    assert OUR_OWN in answer.content.decode()
