"""Public pages of the firm: what they show, what they hide, what they cost."""

import re
from datetime import date

import pytest

from firm.models import Honour, Office
from tests.factories import make_area, make_article, make_lawyer, make_settings
from tests.firm.pictures import picture, upload

pytestmark = pytest.mark.django_db


def html(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_profile_shows_what_the_bar_asks_for(client):
    make_settings()
    lawyer = make_lawyer(post="合伙人律师", practising_since=2015, phone="13812345678")
    page = html(client, lawyer.get_absolute_url())
    for shown in (lawyer.title, lawyer.licence_number, "青石律师事务所", "合伙人律师", "2015"):
        assert shown in page
    assert 'href="tel:+8613812345678"' in page


def test_an_honour_is_shown_with_issuer_and_date(client):
    lawyer = make_lawyer()
    Honour.objects.create(
        lawyer=lawyer, title="优秀律师", issuer="某市律师协会", date=date(2020, 5, 1)
    )
    page = html(client, lawyer.get_absolute_url())
    assert "优秀律师" in page
    assert "某市律师协会，" in page
    assert "2020年5月" in page


def test_a_portrait_has_its_size_and_widths(client):
    lawyer = make_lawyer(portrait=upload(picture(size=(800, 800))))
    tag = re.search(r"<img[^>]*>", html(client, lawyer.get_absolute_url()))[0]
    assert 'width="640" height="640"' in tag
    assert f'alt="{lawyer.title}照片"' in tag
    assert tag.count("w, ") == 2


def test_a_lawyer_who_is_not_shown_answers_404_and_is_in_no_list(client):
    lawyer = make_lawyer(is_published=False)
    assert client.get(lawyer.get_absolute_url()).status_code == 404
    area = make_area()
    area.lawyers.add(lawyer)
    for address in ("/", "/lawyers/", area.get_absolute_url()):
        assert lawyer.name not in html(client, address)


def test_an_area_that_is_not_shown_answers_404_and_is_in_no_list(client):
    area = make_area(name="筹备中的领域", is_published=False, parent=make_area())
    lawyer = make_lawyer()
    lawyer.areas.add(area)
    assert client.get(area.get_absolute_url()).status_code == 404
    for address in ("/", lawyer.get_absolute_url(), area.parent.get_absolute_url()):
        assert "筹备中的领域" not in html(client, address)


def test_an_area_whose_parent_is_not_shown_links_to_no_missing_page(client):
    parent = make_area(is_published=False)
    page = html(client, make_area(parent=parent).get_absolute_url())
    assert parent.get_absolute_url() not in page


def test_an_area_shows_the_articles_of_the_areas_below_it(client):
    parent = make_area()
    article = make_article(area=make_area(parent=parent))
    assert article.title in html(client, parent.get_absolute_url())


def test_the_text_of_an_area_is_cleaned_when_shown(client):
    area = make_area()
    type(area).objects.update(text="<p>介绍</p><img src=x onerror=alert(1)>")
    page = html(client, area.get_absolute_url())
    assert "<p>介绍</p>" in page
    assert "onerror" not in page


def test_the_contact_page_shows_every_office(client):
    make_settings()
    Office.objects.create(
        name="总部", address="云澜路 1 号", phone="0330-5550101", route="地铁一号线"
    )
    Office.objects.create(name="分部", address="青石路 2 号")
    page = html(client, "/contact/")
    for shown in ("总部", "云澜路 1 号", "tel:+863305550101", "地铁一号线", "分部", "青石路 2 号"):
        assert shown in page


@pytest.mark.parametrize("number", ["0", "-1", "abc", "2", "9" * 500, "１"])
def test_a_page_number_that_is_none_is_404(client, number):
    assert client.get(make_area().get_absolute_url(), {"page": number}).status_code == 404


def test_the_second_page_of_an_area_has_its_own_canonical_address(client):
    area, author = make_area(), make_lawyer()
    for _ in range(21):
        make_article(area=area, author=author)
    page = html(client, f"{area.get_absolute_url()}?page=2&utm=x")
    assert (
        f'<link rel="canonical" href="http://127.0.0.1:8000{area.get_absolute_url()}?page=2">'
        in page
    )
