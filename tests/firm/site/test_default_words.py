"""What pages are called by themselves where people search."""

import pytest

from firm.base import current_site
from firm.models import Page
from firm.site import head
from firm.site.identity import Identity
from tests.factories import make_area, make_lawyer, make_settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """A firm in 云澜 with two lawyers in two fields."""
    make_settings(summary="两位律师。", slogan="把话说明白。")
    family, labour = make_area(name="婚姻家庭"), make_area(name="劳动与工伤")
    make_lawyer(name="林致远", summary="主要办理家事案件").areas.add(family, labour)
    make_lawyer(name="沈青禾").areas.add(family)
    return Identity()


def by_name(rows, name):
    return next(one for one in rows if one.name == name)


def test_the_home_page_names_city_fields_and_lawyers(site):
    words = head.home(site)
    assert words.title == "云澜律师：婚姻家庭、劳动与工伤"
    assert words.description == "两位律师。云澜青石律师事务所。办理婚姻家庭、劳动与工伤。"


def test_a_lawyer_is_named_with_city_and_fields(site):
    words = head.lawyer(by_name(head.records.lawyers(), "林致远"), site)
    assert words.title == "林致远律师：云澜婚姻家庭、劳动与工伤律师"
    assert words.description == "主要办理家事案件。林致远律师，云澜青石律师事务所。"


def test_an_area_is_named_as_people_search_for_it(site):
    words = head.area(by_name(head.records.areas(), "婚姻家庭"), site)
    assert words.title == "云澜婚姻家庭律师"
    assert words.description == "云澜青石律师事务所林致远律师、沈青禾律师办理。"


def test_what_is_no_field_of_its_own_makes_no_lawyer_of_itself(site):
    assert head.area_title(make_area(name="其他"), site) == "其他"
    below = make_area(name="量刑", parent=make_area(name="刑事辩护"))
    assert head.area_title(below, site) == "量刑：云澜刑事辩护律师"


def test_a_firm_named_after_its_city_does_not_say_it_twice(site):
    make_settings(firm_name="云澜青石律师事务所")
    assert "云澜云澜" not in head.home(Identity()).description


def test_the_city_is_named_as_people_type_it(site):
    make_settings(city="云澜市", firm_name="云澜青石律师事务所")
    words = head.lawyers(Identity())
    assert words.title == "云澜执业律师"
    assert words.description.startswith("云澜青石律师事务所的律师：")
    assert head.contact(Identity()).title == "联系我们：云澜青石律师事务所"


def test_the_own_site_of_a_lawyer_names_their_fields_alone(site):
    lawyer = by_name(head.records.lawyers(), "沈青禾")
    with current_site.speaking_as(lawyer):
        assert head.home(Identity()).title == "云澜律师：婚姻家庭"


def test_without_city_area_and_names_nothing_is_made_up():
    site, page = Identity(), Page(title="收费说明", body="<p>按件。</p>")
    assert head.home(site) == ("", "")
    assert head.lawyers(site) == ("律师", "执业证号、业务领域和联系方式。")
    assert head.areas(site).title == "业务领域"
    assert head.contact(site).title == "联系我们"
    assert head.page(page, site) == ("收费说明", "按件。")
    assert head.lawyer(make_lawyer(name="林致远"), site) == ("林致远律师", "")


def test_a_title_stays_short_however_many_fields_there_are(site):
    for number in range(9):
        make_area(name=f"很长的业务领域名称{number}")
    assert len(head.home(Identity()).title) <= head.LONGEST_TITLE
