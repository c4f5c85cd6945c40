"""The posts of the office: what each may, and who makes them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from consult.models import Consultation
from firm.models import SiteSettings
from tests.factories import make_groups, make_lawyer, make_member, make_settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("post", "days"), [("咨询主管", 90), ("编辑", 180)])
def test_the_terms_of_consultations_are_the_managers(client, post, days):
    settings = make_settings()
    names = [field.name for field in SiteSettings._meta.fields if field.editable]
    typed = {name: getattr(settings, name) or "" for name in names} | {"slogan": "新"}
    client.force_login(make_member(post))
    client.post(
        "/admin/firm/sitesettings/1/change/", {**typed, "retention_days": 90, "assign_by_turn": ""}
    )
    settings.refresh_from_db()
    assert (settings.slogan, settings.retention_days) == ("新", days)


def test_an_editor_cannot_make_their_account_a_lawyers(client):
    lawyer = make_lawyer()
    editor = make_member("编辑")
    client.force_login(editor)
    typed = {"name": "林", "slug": lawyer.slug, "licence_number": lawyer.licence_number}
    rows = ("honours", "milestones")
    forms = {f"{row}-{which}_FORMS": "0" for row in rows for which in ("TOTAL", "INITIAL")}
    more = {"order": "1", "user": editor.pk}
    client.post(f"/admin/firm/lawyer/{lawyer.pk}/change/", {**typed, **forms, **more})
    lawyer.refresh_from_db()
    assert (lawyer.name, lawyer.user) == ("林", None)


def test_the_groups_are_made_once_keep_what_was_added_and_have_no_right_over_accounts():
    groups = make_groups()
    added = Permission.objects.get(codename="view_article")
    groups["助理"].permissions.add(added)
    counts = {name: group.permissions.count() for name, group in make_groups().items()}
    assert Group.objects.count() == 4
    assert counts["助理"] == 5
    assert added in make_groups()["助理"].permissions.all()
    assert not {one for post in make_groups() for one in _rights(post) if one.startswith("auth.")}


def _rights(post):
    rows = make_groups()[post].permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{name}" for app, name in rows}


def test_a_firm_that_gave_its_editors_more_gives_it_to_the_manager_but_no_accounts():
    added = Permission.objects.filter(codename__in=["view_knownparty", "change_user"])
    make_groups()["编辑"].permissions.add(*added)
    make_groups()["咨询主管"].permissions.clear()
    import_module("consult.migrations.0004_rights_and_logins").give(apps)
    assert "consult.view_knownparty" in _rights("咨询主管")
    assert "auth.change_user" not in _rights("咨询主管")


BEFORE = [("consult", "0002_groups"), ("firm", "0001_initial")]


@pytest.mark.engine
@pytest.mark.ci
@pytest.mark.django_db(transaction=True)
def test_migrations_make_and_take_away_the_groups_and_a_row_of_0_1_0_keeps_its_promise():
    """Whoever asked a site of 0.1.0 was told a time, and still is after the upgrade."""

    def migrate(targets):
        old = MigrationExecutor(connection).migrate(targets).apps
        return old, set(Group.objects.values_list("name", flat=True))

    assert migrate([("consult", "0001_initial"), BEFORE[1]])[1] == set()
    old, groups = migrate(BEFORE)
    assert groups == {"助理", "咨询主管", "律师", "编辑"}
    area = old.get_model("firm", "PracticeArea").objects.create(name="劳动", slug="labour")
    times = dict.fromkeys(("received_at", "promised_at"), timezone.now())
    old.get_model("consult", "Consultation").objects.create(code_hash="a", area=area, **times)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert Consultation.objects.get().promised_until == times["promised_at"]
