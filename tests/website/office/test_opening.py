"""上线清单, its pages and areas, and 开始建自己的网站: real data decides, and it ends for good."""

import subprocess
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.models import Article
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SiteSettings, SpecialDay
from firm.site import areas, legal_pages, opening_hours
from firm.site.legal_pages import confirm_page
from firm.site.records import notice_of_this_firm, save_page
from firm.site.required_particulars import LICENCE
from outbox.models import Notice
from tests.consult.permissions import undone
from tests.factories import (
    make_area,
    make_article,
    make_consultation,
    make_lawyer,
    make_settings,
    make_staff,
    make_superuser,
)
from website.config import sample
from website.office.opening import checklist, views
from website.operations.serving import own_database

pytestmark = pytest.mark.django_db
START, LIST, PUT_AWAY = "/admin/", "/admin/opening/", "/admin/opening/put-away/"
AREAS = "/admin/opening/areas/"
OWN_SITE = "/admin/opening/own-site/"


def do_all():
    """Everything of the group 必须做完, and the five pages."""
    row = make_settings(notify_email="desk@qingshi.example")
    Office.objects.create(address="云澜路1号")
    make_lawyer(), make_area(), tested()
    reader = make_superuser(username="reader", last_name="周")
    for kind in legal_pages.KINDS:
        text = f"<p>{row.firm_name}的{kind.label}。</p>"
        page = save_page(page=Page(kind=kind, slug=kind, title=kind.label, body=text))
        legal_pages.confirm_page(page=page, by=reader)


def tested():
    """A test mail that a server has taken."""
    Notice.objects.create(
        kind="trial", channel="mail", recipient="a@example.com", payload={},
        dedupe_key="trial:1", sent_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def boss(client):
    client.force_login(make_superuser(username="boss"))
    return client


def left():
    """The labels of what must still be done."""
    found = checklist.Checklist(make_superuser())
    return [step.label for step in found.must if not step.done], [
        row.title for row in found.pages if not row.done
    ]


def test_on_an_empty_site_everything_is_left_and_said_once(boss):
    found = boss.get(LIST).context["list"]
    assert [step.done for step in found.must] == [False] * 6
    assert [row.done for row in found.pages] == [False] * 5
    assert (found.done, found.total, found.left) == (0, 15, 11)
    html = boss.get(START).text
    assert "还有11件必须做" in html
    assert f'href="{LIST}"' in html
    html = boss.get(LIST).text
    assert html.count(LICENCE) == 1
    assert 'class="missing"' not in html
    assert 'class="missing"' in boss.get("/admin/firm/office/").text
    make_settings(), make_area()
    html = boss.get(LIST).text
    assert (html.count("（已完成）"), html.count("（未完成）")) == (2, 8)


def test_once_all_was_done_it_ends_but_not_while_anything_is_empty_and_does_not_come_back(boss):
    do_all()
    assert left() == ([], [])
    for number, spoil in enumerate(SPOILT):
        with undone():
            spoil()
            checklist.settle()
            assert SiteSettings.load().opening_list, number
    checklist.settle()
    assert not SiteSettings.load().opening_list
    Notice.objects.all().delete()  # the ledger forgets after three months
    assert "opening" not in boss.get(START).context
    assert boss.get(LIST).status_code == 200


SPOILT = [
    lambda: SiteSettings.objects.update(firm_name=""),
    lambda: SiteSettings.objects.update(notify_email=""),
    lambda: Lawyer.objects.update(licence_number=""),
    lambda: Office.objects.all().delete(),
    lambda: Page.objects.filter(kind="fees").update(version=9),
    lambda: PracticeArea.objects.update(is_published=False),
    lambda: Notice.objects.all().delete(),
]


def test_each_sees_what_is_theirs(client):
    client.force_login(make_staff("firm.add_specialday"))
    found = client.get(LIST).context["list"]
    assert ([*found.must, *found.pages], len(found.advice)) == ([], 1)
    assert "opening" not in client.get(START).context
    client.force_login(make_staff("consult.view_consultation"))
    assert client.get(LIST).status_code == 403
    assert LIST not in client.get(START).text


def test_it_can_be_put_away_by_who_may_change_the_settings_and_taken_out_again(boss, client):
    answer = boss.post(PUT_AWAY, follow=True)
    assert views.PUT_AWAY in answer.text
    assert "opening" not in boss.get(START).context
    assert boss.get(LIST).status_code == 200
    assert 'name="opening_list"' in boss.get("/admin/firm/sitesettings/1/change/").text
    SiteSettings.objects.update(opening_list=True)
    assert "opening" in boss.get(START).context
    assert boss.get(PUT_AWAY).status_code == 405
    client.force_login(make_staff("articles.add_article"))
    assert client.post(PUT_AWAY).status_code == 403
    assert SiteSettings.load().opening_list


def test_a_notice_of_before_the_list_of_cookies_or_text_messages_stays_confirmed_and_is_advised_on(
    boss, settings
):
    """The form of a firm that upgrades stays open: what its notice says is no less true."""
    do_all()
    page, listed = Page.objects.get(kind="privacy"), legal_pages.written("privacy")
    page.body += "<p>选用“大字”的，另有一个Cookie记住这项选择，保存一年。</p>"
    confirm_page(page=save_page(page=page), by=make_superuser(last_name="周"))
    assert (left(), notice_of_this_firm().page) == (([], []), page)
    text = boss.get(LIST).text
    assert ("sessionid（最长保存12小时）" in text, "补上短信提醒" in text) == (True, False)
    settings.SMS = {"vendor": "aliyun"}
    assert "补上短信提醒" in boss.get(LIST).text
    page.body += "<ul>" + listed[listed.index("<li><code>") :].split("</ul>")[0] + "</ul>"
    page.body += "<p>短信由短信服务商发送。</p>"
    save_page(page=page)
    text = boss.get(LIST).text
    assert ("Cookie" in text, "补上短信提醒" in text) == (False, False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert checklist.test_mail().reason == checklist.NO_MAIL


def test_next_year_is_to_be_entered_where_the_package_does_not_know_it(boss, monkeypatch):
    year = timezone.localdate().year + 1

    def done():
        steps = boss.get(LIST).context["list"].advice
        return next(one.done for one in steps if f"登记{year}年" in one.label)

    for last in (year, year - 1):
        monkeypatch.setattr(opening_hours, "last_year", lambda last=last: last)
        assert done() is (last == year)
    SpecialDay.objects.bulk_create(SpecialDay(date=date(year, 5, day)) for day in range(1, 8))
    assert done()


def confirm(client, page, **typed):
    """The text opened, read to its end and confirmed."""
    address = f"/admin/opening/confirm/{page.pk}/"
    seen = client.get(address).context["seen"]
    typed = {"seen": seen, "read": "on", "name": "周牧之", **typed}
    return client.post(address, typed, follow=True)


def test_a_draft_with_gaps_is_not_offered_to_be_confirmed_and_refused(boss):
    make_settings()
    page = legal_pages.make_draft(PageKind("fees"))
    assert legal_pages.gaps_in(page)
    text, refusals = boss.get(LIST).text, legal_pages.refusals(page)
    assert f"/admin/opening/confirm/{page.pk}/" not in text
    assert 'name="read"' not in boss.get(f"/admin/opening/confirm/{page.pk}/").text
    for sentence in (legal_pages.state_words(page), *refusals):
        assert f'<p class="opening-reason">{sentence}</p>' in text
    assert refusals[0] in confirm(boss, page).text
    assert not Page.objects.get(pk=page.pk).is_published


def test_a_draft_without_gaps_is_confirmed_as_it_was_read_by_somebody_and_then_public(boss):
    make_settings()
    page = legal_pages.make_draft(PageKind("disclaimer"))
    page.body = legal_pages.GAP.sub("按委托合同的约定", page.body)
    save_page(page=page)
    assert f'href="/admin/opening/confirm/{page.pk}/"' in boss.get(LIST).text
    wrong = [
        ({"seen": ""}, legal_pages.CHANGED.format(page.title)),  # never opened, or another by now
        ({"read": ""}, views.NOT_READ),
        ({"name": ""}, legal_pages.NAMELESS),
        ({"name": "boss"}, legal_pages.NAMELESS),
    ]
    for typed, why in wrong:
        answer = confirm(boss, page, **typed)
        assert (answer.status_code, why in answer.text) == (422, True)
        assert not Page.objects.get(pk=page.pk).is_published
    assert views.CONFIRMED.format(page.title) in confirm(boss, page).text
    assert "第1版" in boss.get(page.get_absolute_url()).text
    assert "已确认，周牧之，" in boss.get(LIST).text


def ticked(client):
    rows = client.get(AREAS).context["form"].rows()
    return [area.slug for area, ticked, _ in rows if ticked]


def test_of_the_areas_that_are_offered_some_are_ticked_and_those_alone_are_shown(boss):
    assert len(boss.get(AREAS).context["form"].rows()) == len(areas.shipped())
    assert ticked(boss) == []
    answer = boss.post(AREAS, {})
    assert (answer.status_code, views.NOTHING_CHOSEN in answer.text) == (422, True)
    assert boss.post(AREAS, {"areas": ["space"]}).status_code == 422
    assert not PracticeArea.objects.exists()
    assert boss.get(AREAS).text.count("须单独同意") == 6  # five areas, and the sentence above them
    make_settings(), make_area(name="海事海商", slug="sea")
    lawyer = make_lawyer()
    boss.post(AREAS, {"areas": ["labor", "contract"]})
    assert ticked(boss) == ["labor", "contract"]
    assert {area.slug for area in lawyer.areas.all()} == {"labor", "contract"}  # of nobody else
    html = boss.get("/").text
    assert "劳动与工伤" in html
    assert "海事海商" not in html
    assert boss.get("/areas/sea/").status_code == 404


def test_an_area_in_use_says_so_and_goes_only_knowingly(boss):
    article = make_article()
    area = article.area
    make_consultation(area=area)
    assert "1篇文章、1条未结束的咨询" in boss.get(AREAS).text
    answer = boss.post(AREAS, {"areas": ["labor"]})
    assert f"{area.name}（1篇文章、1条未结束的咨询）" in answer.text
    assert 'name="knowingly"' in answer.text
    assert [one.slug for one, is_ticked, _ in answer.context["form"].rows() if is_ticked] == [
        "labor"
    ]
    assert ticked(boss) == [area.slug]
    boss.post(AREAS, {"areas": ["labor"], "knowingly": "on"})
    assert ticked(boss) == ["labor"]
    assert boss.get(article.get_absolute_url()).status_code == 200
    assert list(Article.objects.published()) == [article]


def test_a_lawyer_puts_no_area_of_the_list_below_an_own_one(client):
    """Whatever is asked in it would be hers to see; the address name of her own is in her hands."""
    user = make_staff(*views.RIGHTS, "firm.change_lawyer")
    make_lawyer(user=user).areas.add(make_area(slug="criminal"))
    told = [one for one in areas.shipped() if one["parent"] == "criminal"]
    client.force_login(user)
    names = "、".join(f"“{one['name']}”" for one in told)
    assert views.LEFT_TO_OTHERS.format(names) in client.get(AREAS).text
    assert client.post(AREAS, {"areas": ["criminal", told[0]["slug"]]}).status_code == 422
    assert client.post(AREAS, {"areas": ["criminal", "labor"]}).status_code == 302
    assert not PracticeArea.objects.exclude(parent=None).exists()


@pytest.fixture
def on_sample(client, settings, tmp_path, monkeypatch):
    """On the sample, with a data folder in which there is nothing."""
    monkeypatch.delenv("DATABASE_URL", raising=False)  # that of the tests is no site
    settings.SAMPLE_SITE, settings.DATA_DIR, settings.SITE_DIR = True, tmp_path, tmp_path
    client.force_login(make_superuser())
    return client


@pytest.fixture
def made(monkeypatch):
    """What the process that makes the database was given; it ends with what `code` says."""
    ran = []

    def run(command, **options):
        ran.append(options)
        return subprocess.CompletedProcess(command, run.code)

    run.code, run.ran = 0, ran
    monkeypatch.setattr(views.subprocess, "run", run)
    return run


def test_a_post_that_the_sample_alone_has_does_not_stop_it_and_where_it_fails_the_page_says_so(
    on_sample, made
):
    admin, post = User.objects.get(), Group.objects.create(name="行政")
    admin.groups.add(post)
    on_sample.post(OWN_SITE)
    post.delete()
    admin.delete()
    own_database.take_along(made.ran[0]["input"])
    assert User.objects.get().is_superuser
    made.code = 1
    answer = on_sample.post(OWN_SITE)
    assert (answer.status_code, views.FAILED in answer.text) == (500, True)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_it_is_not_made_twice_nor_on_a_site_of_ones_own(
    on_sample, made, monkeypatch, settings, tmp_path, elsewhere
):
    if elsewhere:
        monkeypatch.setenv("SAMPLE", "only")
        monkeypatch.setenv("DATABASE_URL", "postgres://firm@db/antou")
    else:
        (tmp_path / sample.DATABASE).touch()
    assert "自己的网站已经建好" in on_sample.post(OWN_SITE).text
    assert len([*tmp_path.glob("*.sqlite3")]) == (not elsewhere)
    settings.SAMPLE_SITE = False
    assert on_sample.get(OWN_SITE).url == on_sample.post(OWN_SITE).url == LIST
    assert OWN_SITE not in on_sample.get("/admin/firm/office/").text
    assert on_sample.get("/admin/opening/sample/").url == LIST
    assert made.ran == []
