"""Public pages of the firm: what they show and hide; standing pages keep every version."""

import re
from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from firm.models import Honour, Office, Page, PageKind, PageVersion, SpecialDay
from firm.site import opening_hours
from firm.site.records import current_notice, save_page
from tests.factories import make_area, make_article, make_lawyer, make_notice, make_settings
from tests.firm.pictures import picture, upload
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db


def html(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_profile_shows_what_the_bar_asks_for_with_honours_and_portrait(client):
    make_settings()
    lawyer = make_lawyer(post="合伙人律师", practising_since=2015, phone="13812345678")
    page = html(client, lawyer.get_absolute_url())
    tel, firm = 'href="tel:+8613812345678"', "青石律师事务所"
    for shown in (lawyer.title, lawyer.licence_number, firm, "合伙人律师", "2015", tel):
        assert shown in page
    lawyer = make_lawyer()
    Honour.objects.create(
        lawyer=lawyer, title="优秀律师", issuer="某市律师协会", date=date(2020, 5, 1)
    )
    page = html(client, lawyer.get_absolute_url())
    assert re.search("2020年5月.*优秀律师.*某市律师协会", page, re.DOTALL)
    lawyer = make_lawyer(portrait=upload(picture(size=(800, 800))))
    tag = re.search(r"<img[^>]*>", html(client, lawyer.get_absolute_url()))[0]
    assert 'width="640" height="640"' in tag
    assert f'alt="{lawyer.title}照片"' in tag
    assert tag.count("w, ") == 2


def test_accounts_in_wechat_and_its_service_are_shown_where_they_are_set(client):
    lawyer, link = make_lawyer(), "https://work.weixin.qq.com/kfid/kfc1234567890abcdef"
    make_settings()
    for address in ("/contact/", lawyer.get_absolute_url()):
        assert not re.search("公众号|视频号|微信客服|weixin", html(client, address))
    code = upload(picture(size=(430, 430)))
    make_settings(wechat_service=link, official_name="青石说法", channels_qr=code)
    page = html(client, "/contact/")
    assert 'aria-label="二维码：扫码打开微信客服"' in page
    assert re.search(r'微信公众号：<span class="whole">青石说法</span>', page)
    assert re.search(r'<img[^>]*alt="视频号二维码：青石律师网"', page)
    lawyer.official_qr, lawyer.official_name = code, "甲&乙律师"
    lawyer.save()
    profile = html(client, lawyer.get_absolute_url())
    assert 'alt="公众号二维码：甲&amp;乙律师"' in profile
    assert "青石说法" not in profile
    for shown in (page, profile, html(client, "/")):
        links = re.findall(rf'<a[^>]*href="{link}"[^>]*>', shown)
        assert links
        assert all('rel="noopener noreferrer"' in one for one in links)


def test_what_is_not_shown_answers_404_and_is_in_no_list(client):
    lawyer = make_lawyer(is_published=False)
    assert client.get(lawyer.get_absolute_url()).status_code == 404
    area = make_area()
    area.lawyers.add(lawyer)
    for address in ("/", "/lawyers/", area.get_absolute_url()):
        assert lawyer.name not in html(client, address)
    area = make_area(name="筹备中的领域", is_published=False, parent=make_area())
    lawyer = make_lawyer()
    lawyer.areas.add(area)
    assert client.get(area.get_absolute_url()).status_code == 404
    for address in ("/", lawyer.get_absolute_url(), area.parent.get_absolute_url()):
        assert "筹备中的领域" not in html(client, address)
    parent = make_area(is_published=False)
    page = html(client, make_area(parent=parent).get_absolute_url())
    assert parent.get_absolute_url() not in page


def test_an_area_shows_the_articles_below_it_and_a_clean_text(client):
    parent = make_area()
    article = make_article(area=make_area(parent=parent))
    assert article.title in html(client, parent.get_absolute_url())
    area = make_area()
    type(area).objects.update(text="<p>介绍</p><img src=x onerror=alert(1)>")
    page = html(client, area.get_absolute_url())
    assert "<p>介绍</p>" in page
    assert "onerror" not in page


def test_the_contact_page_shows_every_office_and_leads_to_each_of_many(client):
    make_settings()
    one = Office.objects.create(
        name="总部", address="云澜路 1 号", phone="0330-5550101", route="地铁一号线"
    )
    assert f'href="#office-{one.pk}"' not in html(client, "/contact/")
    two = Office.objects.create(name="分部", address="青石路 2 号")
    page = html(client, "/contact/")
    for shown in ("总部", "云澜路 1 号", "tel:+863305550101", "地铁一号线", "分部", "青石路 2 号"):
        assert shown in page
    assert f'href="#office-{one.pk}"' in page
    assert f'id="office-{two.pk}"' in page


def test_the_second_page_of_an_area_has_its_own_canonical_address(client):
    area, author = make_area(), make_lawyer()
    for _ in range(21):
        make_article(area=area, author=author)
    second = f"{area.get_absolute_url()}?page=2"
    link = f'<link rel="canonical" href="http://127.0.0.1:8000{second}">'
    assert link in html(client, f"{second}&utm=x")


def make_page(**fields):
    return save_page(page=Page(**{"title": "收费", "slug": "fees", "body": "<p>甲</p>", **fields}))


def test_a_changed_text_or_title_is_a_new_version_and_the_old_one_stays(client):
    page = make_page()
    assert (page.version, page.versions.get().body) == (1, "<p>甲</p>")
    page.order, page.in_foot, page.body = 5, False, "<p>甲</p><script>alert(1)</script>"
    assert save_page(page=page).version == 1
    page.body = "<p>乙</p>"
    save_page(page=page)
    kept = page.versions.order_by("number").values_list("number", "body")
    assert list(kept) == [(1, "<p>甲</p>"), (2, "<p>乙</p>")]
    page.title = "收费标准"
    assert save_page(page=page).version == 3
    assert re.search(r"第\s*3\s*版", client.get("/pages/fees/").content.decode())
    with pytest.raises(ProtectedError):
        page.delete()
    page.is_published = False
    page.save()
    assert client.get("/pages/fees/").status_code == 404


def test_a_page_loaded_before_another_save_takes_the_right_version_number():
    stale = Page.objects.get(pk=make_page().pk)
    fresh = Page.objects.get(pk=stale.pk)
    fresh.body = "<p>乙</p>"
    save_page(page=fresh)
    stale.body = "<p>乙</p>"
    assert save_page(page=stale).version == 2
    assert Page.objects.get().version == PageVersion.objects.count() == 2


def test_a_consent_binds_to_the_newest_version_of_the_notice_that_is_shown():
    make_page(kind=PageKind.FEES)
    assert current_notice() is None
    page = make_notice().page
    page.body = "<p>新的告知</p>"
    save_page(page=page)
    assert current_notice().number == 2
    page.is_published = False
    save_page(page=page)
    assert current_notice() is None


def test_a_page_is_described_by_its_sentences_without_the_headings_between(client):
    body = "<p>先问清楚。</p><h2>一、由谁收费</h2><p>由律所统一收费。</p>"
    assert Page(title="收费说明", body=body).description == "先问清楚。由律所统一收费。"


ALWAYS = "每天 0:00-24:00"
OPEN_ALWAYS = opening_hours.OPEN.format(opening_hours.NEVER_CLOSES)


def test_a_notice_opens_with_ten_lines_of_this_firm_and_a_long_page_with_its_contents(client):
    make_settings(retention_days=77, phone="")
    heads = "".join(f"<h2>{name}</h2>" + "<p>见下。</p>" * 150 for name in "甲乙丙")
    page = make_page(kind=PageKind.PRIVACY, slug="privacy", body=heads)
    soup = Screen.at(client, page.get_absolute_url()).soup
    told = {row.dt.text: row.dd.text for row in soup.select(".in-short dl > div")}
    assert len(told) == 10
    assert "77天" in told["存多久"]
    assert "电话" not in told["谁处理"] + told["找谁说"]
    assert [link["href"] for link in soup.select("[data-contents] a")] == ["#s1", "#s2", "#s3"]
    assert [one.text for one in soup.select(".prose summary > h2")] == list("甲乙丙")
    short = make_page(kind=PageKind.FEES)
    assert not Screen.at(client, short.get_absolute_url()).soup.select(
        ".in-short, [data-contents], details"
    )


def test_it_says_whether_the_firm_is_at_work_where_its_hours_can_be_read(client):
    make_settings(hours=ALWAYS)
    assert OPEN_ALWAYS in html(client, "/contact/")
    make_settings(hours="随时，请先预约", service_time=ALWAYS)
    page = html(client, "/contact/")
    assert "随时，请先预约" in page
    assert "open-now" not in page
    make_settings(hours="", service_time=ALWAYS)
    assert not re.search("open-now|上班", html(client, "/contact/"))


def test_the_coming_holidays_are_told_without_an_empty_heading_above(client):
    SpecialDay.objects.create(date=timezone.localdate() + timedelta(days=3), name="国庆节")
    make_settings(hours=ALWAYS)
    assert re.search("国庆节.*放假，", html(client, "/contact/"), re.DOTALL)
    make_settings(hours="")
    page = html(client, "/contact/")
    assert "<summary>放假安排</summary>" in page
    assert "<h2>工作时间</h2>" not in page


def test_an_office_with_hours_of_its_own_has_a_line_of_its_own(client):
    make_settings(hours="周一 9:00-10:00")
    Office.objects.create(name="总部", address="示例路1号", hours="周一  9:00-10:00")
    Office.objects.create(name="分部", address="示例路2号", hours=ALWAYS)
    page = html(client, "/contact/")
    assert [page.count(one) for one in (OPEN_ALWAYS, "接待时间")] == [1, 1]


def test_the_map_tells_the_way_to_who_cannot_see_it(client):
    make_settings()
    office = Office(name="本所", address="示例路1号", route="地铁出来向东。\n\n有坡道。")
    office.map_image = upload(picture())
    office.save()
    assert 'alt="本所位置图：示例路1号。地铁出来向东"' in html(client, "/contact/")


def test_without_offices_and_telephone_there_is_still_a_way(client):
    page = html(client, "/contact/")
    assert 'class="empty"' in page
    assert 'href="/consult/"' in page
    assert not re.search('id="office-|href="tel:', page)


def page():
    return Screen.at(browser(), "/lawyers/")


def test_a_lawyer_is_shown_with_areas_and_what_was_written():
    lawyer, area = make_lawyer(name="司马青"), make_area(name="劳动")
    lawyer.areas.add(area)
    make_article(author=lawyer, area=area), make_article(author=lawyer, area=area, state="draft")
    person = page().soup.select_one(".person")
    assert person.select_one(".person-does").get_text() == "劳动"
    assert person.find("a", string="1篇问答")["href"].startswith(lawyer.get_absolute_url())


def test_who_has_no_portrait_has_a_slip_beside_those_who_have():
    make_lawyer(name="欧阳明远"), make_lawyer(name="司马青")
    assert page().soup.select(".slip, .person img") == []
    make_lawyer(name="沈若宁", portrait=upload(picture()))
    slips = [one.get_text(strip=True) for one in page().soup.select(".slip")]
    assert slips == ["欧阳明远", "司马青"]


def test_each_area_leads_to_who_works_in_it_and_the_form_stands_open_to_all():
    make_notice(), make_area(name="税务")
    area = make_area(name="劳动")
    make_lawyer(name="司马青").areas.add(area)
    assert page().soup.select(".by-area") == []  # who is alone needs no such table
    make_lawyer(name="欧阳明远").areas.add(area)
    rows = [one.get_text(" ", strip=True) for one in page().soup.select(".by-area dl > div")]
    assert rows == ["劳动 司马青 欧阳明远"]
    assert page().follow("在线咨询").address == "/consult/"
