"""What the list says of each colleague, and what it costs."""

import pytest

from tests.factories import make_groups, make_lawyer, make_member, make_superuser
from tests.website.office.people.conftest import HOME
from website.office.people import rows
from website.office.second_factor import devices

pytestmark = pytest.mark.django_db


def of(actor, account):
    return rows.one(actor, account)


@pytest.mark.parametrize(
    ("posts", "sees"),
    [
        (["咨询主管"], rows.ALL),
        (["律师"], rows.OWN),
        (["助理", "编辑"], rows.OWN),
        (["编辑"], rows.NOTHING),
        (["编辑", "咨询主管"], rows.ALL),
    ],
)
def test_what_somebody_sees_of_the_consultations_follows_from_the_posts(manager, posts, sees):
    account = make_member(posts[0])
    account.groups.set([make_groups()[post] for post in posts])
    assert of(manager, account).sees == sees


def test_a_lawyer_sees_the_own_areas_and_without_any_all_of_them(manager, colleague):
    assert of(manager, colleague).sees == "劳动与工伤"
    colleague.lawyer.areas.clear()
    assert of(manager, colleague).sees == rows.ANY_AREA


def test_who_gets_in_by_a_password_alone_is_counted(office, manager, colleague):
    assert "2人，2人没有开通两步验证" in " ".join(office.get(HOME).text.split())
    devices.enrol(colleague)
    assert [one.account for one in office.get(HOME).context["unprotected"]] == [manager]


def test_who_left_stands_apart(office, colleague):
    colleague.is_active = False
    colleague.save()
    page = office.get(HOME)
    assert [one.account for one in page.context["gone"]] == [colleague]
    assert colleague not in [one.account for one in page.context["people"]]


def test_a_surname_of_two_characters_is_the_face(manager):
    account = make_member("编辑", last_name="欧阳", first_name="明")
    assert of(manager, account).face == "欧阳"
    assert of(manager, make_superuser(username="boss")).face == "B"


def test_the_posts_are_told_by_their_rights_as_they_are_now(manager):
    def cell(label, post):
        return dict(dict(rows.table()["things"])[label])[post]

    assert rows.table()["posts"] == ["咨询主管", "律师", "助理", "编辑"]
    assert not cell("写文章", "助理")
    make_groups()["助理"].permissions.add(
        *make_groups()["编辑"].permissions.filter(codename="add_article")
    )
    assert cell("写文章", "助理")


def test_ten_colleagues_cost_no_more_than_two(office, colleague, django_assert_num_queries):
    office.get(HOME)
    with django_assert_num_queries(25):
        office.get(HOME)
    for number in range(8):
        make_lawyer(user=make_member("律师"), slug=f"l{number}")
    with django_assert_num_queries(25):
        office.get(HOME)
