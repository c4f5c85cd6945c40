"""上线清单: real data decides, what is empty keeps it open, and it ends for good."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings, SpecialDay
from firm.site import legal_pages, opening_hours
from firm.site.legal_pages import confirm_page
from firm.site.records import notice_of_this_firm, save_page
from firm.site.required_particulars import LICENCE
from outbox.models import Notice
from tests.factories import make_area, make_settings, make_staff, make_superuser
from tests.website.office.opening.furnishing import do_all
from website.office.opening import checklist, views

pytestmark = pytest.mark.django_db
START, LIST, PUT_AWAY = "/admin/", "/admin/opening/", "/admin/opening/put-away/"


@pytest.fixture
def boss(client):
    client.force_login(make_superuser())
    return client


def left():
    """The labels of what must still be done."""
    found = checklist.Checklist(make_superuser())
    return [step.label for step in found.must if not step.done], [
        row.title for row in found.pages if not row.done
    ]


def test_on_an_empty_site_everything_is_left(boss):
    found = boss.get(LIST).context["list"]
    assert [step.done for step in found.must] == [False] * 6
    assert [row.done for row in found.pages] == [False] * 5
    assert (found.done, found.total, found.left) == (0, 15, 11)


def test_nothing_is_left_of_who_has_done_everything():
    do_all()
    assert left() == ([], [])


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda: SiteSettings.objects.update(firm_name=""),
        lambda: SiteSettings.objects.update(notify_email=""),
        lambda: Lawyer.objects.update(licence_number=""),
        lambda: Office.objects.all().delete(),
        lambda: Page.objects.filter(kind="fees").update(version=9),
        lambda: PracticeArea.objects.update(is_published=False),
        lambda: Notice.objects.all().delete(),
    ],
)
def test_it_does_not_end_while_anything_is_empty(spoil):
    do_all()
    spoil()
    checklist.settle()
    assert SiteSettings.load().opening_list


def test_once_all_was_done_it_does_not_come_back(boss):
    do_all()
    checklist.settle()
    Notice.objects.all().delete()  # the ledger forgets after three months
    assert "opening" not in boss.get(START).context
    assert boss.get(LIST).status_code == 200


def test_the_start_page_tells_the_progress_and_what_comes_next(boss):
    html = boss.get(START).text
    assert "已完成 0 / 15，还有11件必须做" in html
    assert "接下来：" in html
    assert f'href="{LIST}"' in html


def test_what_is_missing_is_said_once_on_the_list(boss):
    html = boss.get(LIST).text
    assert html.count(LICENCE) == 1
    assert 'class="missing"' not in html
    assert 'class="missing"' in boss.get("/admin/firm/office/").text


def test_done_is_said_in_words_and_not_by_colour_alone(boss):
    make_settings(), make_area()
    html = boss.get(LIST).text
    assert html.count("（已完成）") == 2
    assert html.count("（未完成）") == 8


def test_each_sees_what_is_theirs(client):
    client.force_login(make_staff("firm.add_specialday"))
    found = client.get(LIST).context["list"]
    assert ([*found.must, *found.pages], len(found.advice)) == ([], 1)
    assert "opening" not in client.get(START).context


def test_who_has_nothing_to_do_with_it_does_not_see_it(client):
    client.force_login(make_staff("consult.view_consultation"))
    assert client.get(LIST).status_code == 403
    assert LIST not in client.get(START).text


def test_it_can_be_put_away_and_taken_out_again_in_the_settings(boss):
    answer = boss.post(PUT_AWAY, follow=True)
    assert views.PUT_AWAY in answer.text
    assert "opening" not in boss.get(START).context
    assert boss.get(LIST).status_code == 200
    assert 'name="opening_list"' in boss.get("/admin/firm/sitesettings/1/change/").text
    SiteSettings.objects.update(opening_list=True)
    assert "opening" in boss.get(START).context


def test_it_is_put_away_by_a_post_of_who_may_change_the_settings(client, boss):
    assert boss.get(PUT_AWAY).status_code == 405
    client.force_login(make_staff("articles.add_article"))
    assert client.post(PUT_AWAY).status_code == 403
    assert SiteSettings.load().opening_list


def test_without_a_mail_server_the_step_says_so(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "尚未配置邮件" in checklist.test_mail().reason


@pytest.mark.parametrize("page", [START, LIST])
def test_banner_and_steps_of_one_page_read_the_firm_once(boss, page):
    make_settings()
    with CaptureQueriesContext(connection) as queries:
        html = boss.get(page).text
    assert "上线清单" in html
    assert sum('FROM "firm_pageversion"' in one["sql"] for one in queries) == 1


def test_a_notice_of_before_the_list_of_cookies_stays_confirmed_and_is_advised_on(boss):
    """The form of a firm that upgrades stays open: what its notice says is no less true."""
    do_all()
    page, listed = Page.objects.get(kind="privacy"), legal_pages.written("privacy")
    page.body += "<p>选用“大字”的，另有一个Cookie记住这项选择，保存一年。</p>"
    confirm_page(page=save_page(page=page), by=None)
    assert (left(), notice_of_this_firm().page) == (([], []), page)
    assert "sessionid（最长保存12小时）" in boss.get(LIST).text
    page.body += "<ul>" + listed[listed.index("<li><code>") :].split("</ul>")[0] + "</ul>"
    save_page(page=page)
    assert "Cookie" not in boss.get(LIST).text


def test_a_notice_without_a_word_on_text_messages_is_advised_on_once_they_are_set(boss, settings):
    do_all()
    assert "补上短信提醒" not in boss.get(LIST).text
    settings.SMS = {"vendor": "aliyun"}
    assert "补上短信提醒" in boss.get(LIST).text
    page = Page.objects.get(kind="privacy")
    page.body += "<p>短信由短信服务商发送。</p>"
    save_page(page=page)
    assert "补上短信提醒" not in boss.get(LIST).text


def test_next_year_is_to_be_entered_where_the_package_does_not_know_it(boss, monkeypatch):
    year = timezone.localdate().year + 1

    def done():
        steps = boss.get(LIST).context["list"].advice
        return next(one.done for one in steps if f"登记{year}年" in one.label)

    monkeypatch.setattr(opening_hours, "last_year", lambda: year)
    assert done()
    monkeypatch.setattr(opening_hours, "last_year", lambda: year - 1)
    assert not done()
    days = [SpecialDay(date=date(year, 5, day)) for day in range(1, 8)]
    SpecialDay.objects.bulk_create(days)
    assert done()
