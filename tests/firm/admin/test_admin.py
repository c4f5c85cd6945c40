"""The firm's records in the admin: who may, what is refused, in which words."""

import pytest

from firm.base import service_time
from firm.models import Lawyer, Office, Page, SiteSettings, SpecialDay
from firm.site import legal_pages
from tests.factories import (
    make_area,
    make_lawyer,
    make_member,
    make_notice,
    make_settings,
    make_staff,
    make_superuser,
)
from tests.sentences import of_constraint

pytestmark = pytest.mark.django_db
MODELS = ["lawyer", "practicearea", "office", "page", "specialday", "sitesettings"]
LAWYER = {
    "name": "林致远", "slug": "lin-zhiyuan", "licence_number": "13201201510123456", "order": "1",
    "phone": "", "is_published": "on", "honours-TOTAL_FORMS": "0",
    "honours-INITIAL_FORMS": "0", "milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0",
}  # fmt: skip
OFFICE = {"name": "本所", "address": "江宁市秦淮路9号", "order": "0"}
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


@pytest.mark.parametrize("model", MODELS)
def test_a_visitor_is_sent_to_the_login(client, model):
    answer = client.get(f"/admin/firm/{model}/")
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_the_permission_are_refused(client, model):
    client.force_login(make_staff("articles.change_article"))
    assert client.get(f"/admin/firm/{model}/").status_code == 403
    assert client.get(f"/admin/firm/{model}/add/").status_code == 403
    assert client.get(f"/admin/firm/{model}/1/change/").status_code in {302, 403}


@pytest.mark.parametrize("model", MODELS)
def test_staff_with_the_permission_see_the_list(client, model):
    client.force_login(make_staff(f"firm.view_{model}", f"firm.change_{model}"))
    assert client.get(f"/admin/firm/{model}/", follow=True).status_code == 200


@pytest.mark.parametrize("model", MODELS[:5])
def test_staff_with_the_permission_see_the_form(client, model):
    client.force_login(make_staff(f"firm.add_{model}"))
    assert client.get(f"/admin/firm/{model}/add/").status_code == 200


@pytest.mark.parametrize(
    ("address", "fields", "model"),
    [
        ("/admin/firm/lawyer/add/", LAWYER, Lawyer),
        ("/admin/firm/office/add/", OFFICE, Office),
        ("/admin/firm/sitesettings/1/change/", SETTINGS, SiteSettings),
    ],
)
def test_a_number_is_stored_as_it_is_shown(admin, address, fields, model):
    admin.post(address, {**fields, "phone": "138 1234 5678"})
    assert model.objects.get().phone == "13812345678"


def test_what_is_no_number_is_refused_beside_the_field(admin):
    answer = admin.post("/admin/firm/lawyer/add/", {**LAWYER, "phone": "12345"})
    assert "025-12345678" in errors(answer)["phone"][0]
    assert not Lawyer.objects.exists()


def test_a_number_in_full_width_digits_is_stored_plainly(admin):
    admin.post("/admin/firm/lawyer/add/", {**LAWYER, "phone": "０２５－８４１１０１１０"})
    assert Lawyer.objects.get().phone == "025-84110110"


def test_an_honour_without_issuer_and_date_is_refused(admin):
    honour = {"honours-TOTAL_FORMS": "1", "honours-0-title": "优秀律师"}
    answer = admin.post("/admin/firm/lawyer/add/", {**LAWYER, **honour})
    wrong = answer.context["inline_admin_formsets"][1].formset.errors[0]
    assert set(wrong) == {"issuer", "date"}


def test_a_licence_number_that_another_lawyer_has_is_told(admin):
    make_lawyer(licence_number=LAWYER["licence_number"])
    answer = admin.post("/admin/firm/lawyer/add/", LAWYER)
    assert of_constraint(Lawyer, "firm_lawyer_licence_once") in answer.content.decode()


def test_only_areas_without_a_parent_are_offered_as_parent(admin):
    below = make_area(parent=make_area(name="上级"), name="下级")
    form = admin.get("/admin/firm/practicearea/add/").context["adminform"].form
    assert [area.name for area in form.fields["parent"].queryset] == ["上级"]
    assert below.pk not in form.fields["parent"].queryset.values_list("pk", flat=True)


def test_the_list_of_settings_leads_to_the_one_row(admin):
    answer = admin.get("/admin/firm/sitesettings/")
    assert answer.url == "/admin/firm/sitesettings/1/change/"
    assert admin.get(answer.url).status_code == 200


def test_looking_at_the_settings_writes_nothing(admin):
    admin.get("/admin/firm/sitesettings/", follow=True)
    assert not SiteSettings.objects.exists()


def test_the_first_save_of_the_settings_makes_the_row(admin):
    answer = admin.post("/admin/firm/sitesettings/1/change/", SETTINGS)
    assert answer.status_code == 302
    assert SiteSettings.objects.get().firm_name == "青石律师事务所"


def test_a_second_save_of_the_settings_changes_the_row(admin):
    make_settings()
    admin.post("/admin/firm/sitesettings/1/change/", {**SETTINGS, "city": "南京"})
    assert SiteSettings.objects.get().city == "南京"


def test_there_is_no_other_row_of_settings(admin):
    assert admin.get("/admin/firm/sitesettings/2/change/").status_code == 302
    assert admin.get("/admin/firm/sitesettings/add/").status_code == 403
    assert admin.get("/admin/firm/sitesettings/1/delete/").status_code == 403


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


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", ["lawyer", "practicearea", "page"])
def test_a_list_costs_the_same_for_one_row_and_for_three(
    admin, model, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        make_lawyer(), make_area(parent=make_area())
    make_notice()
    with django_assert_max_num_queries(16):
        assert admin.get(f"/admin/firm/{model}/").status_code == 200


def test_service_time_is_kept_tidy_or_refused_in_words(admin):
    make_settings()
    page = "/admin/firm/sitesettings/1/change/"
    assert admin.post(page, SETTINGS | {"service_time": "周一到周五9:00–18:00"}).status_code == 302
    assert SiteSettings.load().service_time == "周一至周五 9:00-18:00"
    answer = admin.post(page, SETTINGS | {"service_time": "白天"})
    assert errors(answer)["service_time"] == [service_time.STRANGE_DAY.format(line="白天")]


def test_a_holiday_is_entered_once(admin):
    page, holiday = "/admin/firm/specialday/add/", {"date": "2027-05-01", "kind": "closed"}
    assert admin.post(page, holiday).status_code == 302
    answer = admin.post(page, holiday | {"kind": "working"})
    assert errors(answer)["date"] == [SpecialDay._meta.get_field("date").error_messages["unique"]]


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
