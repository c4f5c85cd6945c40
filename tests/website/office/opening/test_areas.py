"""办理哪些领域: ticked areas are shown, the others not, none in use is hidden unknowingly."""

import pytest

from articles.models import Article
from firm.models import PracticeArea
from firm.site import areas
from tests.factories import (
    make_area,
    make_article,
    make_consultation,
    make_lawyer,
    make_settings,
    make_staff,
    make_superuser,
)
from website.office.opening import views

pytestmark = pytest.mark.django_db
PAGE = "/admin/opening/areas/"


@pytest.fixture
def boss(client):
    client.force_login(make_superuser())
    return client


def ticked(client):
    rows = client.get(PAGE).context["form"].rows()
    return [area.slug for area, ticked, _ in rows if ticked]


def test_an_empty_site_offers_every_area_and_none_is_ticked(boss):
    assert len(boss.get(PAGE).context["form"].rows()) == len(areas.shipped())
    assert ticked(boss) == []


def test_what_is_ticked_is_on_the_site_and_in_the_form_and_nothing_else(boss):
    make_settings(), make_area(name="海事海商", slug="sea")
    boss.post(PAGE, {"areas": ["labor", "contract"]})
    assert ticked(boss) == ["labor", "contract"]
    html = boss.get("/").text
    assert "劳动与工伤" in html
    assert "海事海商" not in html
    assert boss.get("/areas/sea/").status_code == 404


def test_nothing_ticked_is_refused_in_a_sentence(boss):
    answer = boss.post(PAGE, {})
    assert (answer.status_code, views.NOTHING_CHOSEN in answer.text) == (422, True)


def test_an_area_that_nobody_offers_is_refused(boss):
    assert boss.post(PAGE, {"areas": ["space"]}).status_code == 422
    assert not PracticeArea.objects.exists()


def test_an_area_in_use_says_so_and_goes_only_knowingly(boss):
    area = make_article().area
    make_consultation(area=area)
    assert "1篇文章、1条未结束的咨询" in boss.get(PAGE).text
    answer = boss.post(PAGE, {"areas": ["labor"]})
    assert f"{area.name}（1篇文章、1条未结束的咨询）" in answer.text
    assert 'name="knowingly"' in answer.text
    assert ticked(boss) == [area.slug]
    boss.post(PAGE, {"areas": ["labor"], "knowingly": "on"})
    assert ticked(boss) == ["labor"]


def test_the_articles_of_a_hidden_area_are_still_read_as_the_page_says(boss):
    article = make_article()
    boss.post(PAGE, {"areas": ["labor"], "knowingly": "on"})
    assert boss.get(article.get_absolute_url()).status_code == 200
    assert list(Article.objects.published()) == [article]
    assert views.WHAT_HAPPENS in boss.get(PAGE).text


def test_the_ticks_of_a_refused_form_are_kept(boss):
    make_article()
    form = boss.post(PAGE, {"areas": ["labor"]}).context["form"]
    assert [area.slug for area, is_ticked, _ in form.rows() if is_ticked] == ["labor"]


def test_an_area_that_needs_a_consent_of_its_own_is_marked(boss):
    assert boss.get(PAGE).text.count("须单独同意") == 6  # five areas, and the sentence above them


@pytest.mark.parametrize("missing", views.RIGHTS)
def test_it_needs_the_rights_over_areas(client, missing):
    client.force_login(make_staff(*(right for right in views.RIGHTS if right != missing)))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"areas": ["labor"]}).status_code == 403


def test_a_lawyer_puts_no_area_of_the_list_below_an_own_one(client):
    """Whatever is asked in it would be hers to see; the address name of her own is in her hands."""
    user = make_staff(*views.RIGHTS, "firm.change_lawyer")
    make_lawyer(user=user).areas.add(make_area(slug="criminal"))
    told = [one for one in areas.shipped() if one["parent"] == "criminal"]
    client.force_login(user)
    names = "、".join(f"“{one['name']}”" for one in told)
    assert views.LEFT_TO_OTHERS.format(names) in client.get(PAGE).text
    assert client.post(PAGE, {"areas": ["criminal", told[0]["slug"]]}).status_code == 422
    assert client.post(PAGE, {"areas": ["criminal", "labor"]}).status_code == 302
    assert not PracticeArea.objects.exclude(parent=None).exists()
