"""The firm's records in the office: what is refused, in which words, in rows and sections."""

import pytest
from bs4 import BeautifulSoup

from firm.admin.base import NOTHING, tell
from firm.models import Honour, Lawyer, Milestone, Page, SiteSettings
from firm.models.base import WRONG_PHONE
from firm.site import legal_pages, records
from tests.factories import (
    make_area,
    make_lawyer,
    make_member,
    make_notice,
    make_settings,
    make_staff,
    make_superuser,
)

pytestmark = pytest.mark.django_db
LAWYER = {
    "name": "林致远", "slug": "lin-zhiyuan", "licence_number": "13201201510123456", "order": "1",
    "phone": "", "is_published": "on", "honours-TOTAL_FORMS": "0",
    "honours-INITIAL_FORMS": "0", "milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0",
}  # fmt: skip
SETTINGS = {
    "firm_name": "青石律师事务所", "city": "云澜", "phone": "0330-5559900",
    "reply_promise_hours": "24", "retention_days": "180",
}  # fmt: skip


def errors(answer):
    return answer.context["adminform"].form.errors


@pytest.fixture
def admin(client):
    client.force_login(make_superuser())
    return client


def test_what_is_wrong_is_refused_beside_its_field_and_digits_are_stored_plainly(admin):
    honour = {"honours-TOTAL_FORMS": "1", "honours-0-title": "优秀律师"}
    answer = admin.post("/admin/firm/lawyer/add/", {**LAWYER, **honour})
    wrong = answer.context["inline_admin_formsets"][1].formset.errors[0]
    assert set(wrong) == {"issuer", "date"}
    answer = admin.post("/admin/firm/lawyer/add/", {**LAWYER, "phone": "12345"})
    assert errors(answer)["phone"] == [WRONG_PHONE]
    assert not Lawyer.objects.exists()
    typed = {**LAWYER, "phone": "０２５－８４１１０１１０", "slug": ""}
    admin.post("/admin/firm/lawyer/add/", typed)
    lawyer = Lawyer.objects.get()
    assert (lawyer.phone, lawyer.slug) == ("025-84110110", "lin-zhiyuan")
    address = f"/admin/firm/lawyer/{lawyer.pk}/change/"
    admin.post(address, {**typed, "name": "沈青禾"})  # an address that is known stays
    assert Lawyer.objects.values_list("name", "slug").get() == ("沈青禾", "lin-zhiyuan")
    long = records.free_slug("装双床创庄霜窗双·装双床创庄霜窗双装双")
    assert len(f"{long}-99") <= Lawyer._meta.get_field("slug").max_length


def test_settings_are_one_row_that_the_first_save_makes(admin):
    admin.get("/admin/firm/sitesettings/", follow=True)
    assert not SiteSettings.objects.exists()
    answer = admin.get("/admin/firm/sitesettings/")
    assert answer.url == "/admin/firm/sitesettings/1/change/"
    assert admin.get(answer.url).status_code == 200
    answer = admin.post("/admin/firm/sitesettings/1/change/", SETTINGS)
    assert answer.status_code == 302
    assert SiteSettings.objects.get().firm_name == "青石律师事务所"
    assert admin.get("/admin/firm/sitesettings/2/change/").status_code == 302
    assert admin.get("/admin/firm/sitesettings/add/").status_code == 403
    assert admin.get("/admin/firm/sitesettings/1/delete/").status_code == 403
    make_settings()
    admin.post("/admin/firm/sitesettings/1/change/", {**SETTINGS, "city": "南京"})
    assert SiteSettings.objects.get().city == "南京"


def test_changing_a_page_in_the_admin_keeps_the_old_version(admin):
    page = make_notice().page
    typed = {"title": page.title, "slug": page.slug, "kind": page.kind, "order": "1"}
    admin.post(f"/admin/firm/page/{page.pk}/change/", {**typed, "body": "<p>新的告知</p>"})
    assert [version.body for version in page.versions.all()] == ["<p>新的告知</p>", page.body]


def test_a_published_page_cannot_be_deleted_by_itself_or_among_others(admin):
    page = make_notice().page
    assert admin.get(f"/admin/firm/page/{page.pk}/delete/").status_code == 403
    typed = {"action": "delete_selected", "_selected_action": [page.pk], "post": "yes"}
    admin.post("/admin/firm/page/", typed)
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_list_costs_the_same_for_one_row_and_for_many(admin, django_assert_max_num_queries):
    for _ in range(9):
        make_lawyer(), make_area(parent=make_area())
    make_notice()
    for model in ("lawyer", "practicearea", "page"):
        with django_assert_max_num_queries(16):
            assert admin.get(f"/admin/firm/{model}/").status_code == 200


@pytest.mark.parametrize(("own", "kept"), [(True, 1), (False, 0)])
def test_nobody_widens_the_areas_of_their_own_account(client, own, kept):
    editor = make_staff("firm.view_lawyer", "firm.change_lawyer")
    lawyer = make_lawyer(user=editor if own else make_staff())
    lawyer.areas.set([make_area()])
    client.force_login(editor)
    client.post(f"/admin/firm/lawyer/{lawyer.pk}/change/", {**LAWYER, "slug": "a", "areas": []})
    lawyer.refresh_from_db()
    assert (lawyer.slug, lawyer.areas.count()) == ("a", kept)


@pytest.mark.parametrize(("group", "may"), [("编辑", False), ("咨询主管", True)])
def test_who_publishes_cannot_lift_the_rule_of_the_second_person(client, group, may):
    make_settings(second_person=True)
    client.force_login(make_member(group))
    html = client.get("/admin/firm/sitesettings/1/change/").text
    assert ('name="second_person"' in html) is may


def test_a_firm_that_has_told_nothing_yet_is_offered_words_for_the_foot(admin):
    page = "/admin/firm/sitesettings/1/change/"
    assert legal_pages.DISCLAIMER in admin.get(page).text
    make_settings(disclaimer="")  # a firm that wants none
    assert legal_pages.DISCLAIMER not in admin.get(page).text


@pytest.fixture
def profile(client):
    client.force_login(make_superuser())
    lawyer = make_lawyer()
    Milestone.objects.create(lawyer=lawyer, start_year=2015, title="律师")
    return f"/admin/firm/lawyer/{lawyer.pk}/change/"


def typed(client, address):
    """What the browser would send of the rows as they stand."""
    page = BeautifulSoup(client.get(address).text, "html.parser")
    boxes = page.select("[name^=milestones-]")
    return {**LAWYER, **{box["name"]: box.get("value", "") for box in boxes}}


def emptied(row):
    kept = ("_FORMS", "-id", "-lawyer")
    return {name: value if name.endswith(kept) else "" for name, value in row.items()}


def test_rows_are_added_kept_and_deleted_without_any_script(client, profile):
    assert client.post(profile, typed(client, profile)).status_code == 302
    assert Milestone.objects.count() == 1
    assert not Honour.objects.exists()
    page = BeautifulSoup(client.get(profile).text, "html.parser")
    assert len(page.select(".own-rows")) == 2
    assert page.select(".own-rows [type=checkbox]") == []
    answer = client.post(profile, {**typed(client, profile), "milestones-0-title": ""})
    assert answer.status_code == 200
    assert Milestone.objects.get().title == "律师"
    more = {"milestones-1-start_year": "2012", "milestones-1-title": "实习律师"}
    assert client.post(profile, {**typed(client, profile), **more}).status_code == 302
    assert [one.title for one in Milestone.objects.all()] == ["律师", "实习律师"]
    rows = {n: v for n, v in typed(client, profile).items() if n.startswith("milestones")}
    answer = client.post(profile, {**LAWYER, **emptied(rows)})
    assert answer.status_code == 302
    assert not Milestone.objects.exists()


ADD = "/admin/firm/lawyer/add/"
ONE = "/admin/firm/sitesettings/1/change/"


def panels(response):
    """Each panel of a form by its title."""
    found = BeautifulSoup(response.text, "html.parser").select("details.panel")
    return {panel.h2.get_text(strip=True): panel for panel in found}


def sums(response):
    return {
        title: panel.select_one(".sum").get_text(strip=True)
        for title, panel in panels(response).items()
    }


def opened(response):
    return [title for title, panel in panels(response).items() if panel.has_attr("open")]


def test_a_panel_says_what_stands_in_it_or_lacks_and_is_led_to(admin):
    lawyer = make_lawyer(name="林致远", phone="0330-5550100", practising_since=2015)
    told = sums(admin.get(f"/admin/firm/lawyer/{lawyer.pk}/change/"))
    assert told["联系"] == "0330-5550100"
    assert told["执业"] == "2015年起 · 0个领域"
    assert told["搜索"] == NOTHING
    page = BeautifulSoup(admin.get(ONE).text, "html.parser")
    targets = [link["href"] for link in page.select(".toc a")]
    assert targets == [f"#{panel['id']}" for panel in page.select("details.panel")]
    assert len(set(targets)) == 6
    assert opened(admin.get(ADD)) == ["必须公示", "介绍"]
    make_settings(notify_email="", icp_number="苏ICP备12345678号-1")
    found = panels(admin.get(ONE))
    assert found["在线咨询"].select_one(".badge").get_text() == "缺通知邮箱"
    assert found["备案"].select_one(".badge") is None
    assert tell("甲", "", None, "乙") == "甲 · 乙"
    assert tell() == NOTHING


def test_a_panel_with_a_refused_field_or_row_stands_open_and_nothing_typed_is_lost(admin):
    lawyer = make_lawyer()
    typed = {**LAWYER, "email": "林@", "bio": "办理劳动争议。"}
    answer = admin.post(f"/admin/firm/lawyer/{lawyer.pk}/change/", typed)
    assert "联系" in opened(answer)
    assert "搜索" not in opened(answer)
    assert panels(answer)["联系"].select_one("[name=email]")["value"] == "林@"
    assert Lawyer.objects.get().email == ""
    lawyer = make_lawyer()
    row = {"milestones-TOTAL_FORMS": "1", "milestones-0-title": "律师"}
    answer = admin.post(f"/admin/firm/lawyer/{lawyer.pk}/change/", {**LAWYER, **row})
    assert "经历与荣誉" in opened(answer)
