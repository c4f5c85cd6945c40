"""The posts of the office: what each may, and who makes them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from consult import services
from consult.files.attachments import CheckedFile
from consult.models import Attachment
from firm.models import SiteSettings
from tests.consult.desk_pages import act, page_of
from tests.factories import (
    make_consultation,
    make_groups,
    make_lawyer,
    make_member,
    make_settings,
)

pytestmark = pytest.mark.django_db
DESK = "/admin/consult/consultation/"
WRITING = ["draft", "canned", "article", "find", "note", "limitation"]
SENDING = ["reply", "withdraw", "take_over", "close", "reopen", "release", "export"]
MANAGING = ["assign", "share", "hold", "unhold"]


@pytest.fixture
def helper(client):
    """An assistant with whom a consultation is shared, logged in."""
    user = make_member("助理")
    client.force_login(user)
    return user


def test_an_assistant_works_on_what_is_shared_and_sends_nothing(client, helper):
    file = SimpleUploadedFile("欠条.txt", "欠款五万".encode())
    checked = CheckedFile("欠条.txt", "txt", file.size, file)
    asked = make_consultation(name="王小明", files=[checked])[0]
    assert "王小明" not in client.get(page_of(asked)).text
    services.share(consultation=asked, user=None, people=[helper])
    key = Attachment.objects.get().pk
    for address in (page_of(asked), page_of(asked, "draft"), f"{DESK}{asked.pk}/files/{key}/"):
        assert client.get(address).status_code == 200
    assert client.get(page_of(asked, "conflict")).status_code == 403
    for action in (*WRITING, *SENDING, *MANAGING):
        refused = act(client, asked, action, text="一句话", note="一句话").status_code == 403
        assert refused == (action not in WRITING), action


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


def test_the_groups_are_made_once_and_keep_what_was_added():
    groups = make_groups()
    added = Permission.objects.get(codename="view_article")
    groups["助理"].permissions.add(added)
    counts = {name: group.permissions.count() for name, group in make_groups().items()}
    assert Group.objects.count() == 4
    assert counts["助理"] == 5
    assert added in make_groups()["助理"].permissions.all()


def test_the_editor_has_no_right_over_consultations():
    rights = _rights("编辑")
    assert {right.partition(".")[0] for right in rights} == {
        "articles", "consult", "firm", "redirects", "statutes",
    }  # fmt: skip
    # What clients are asked for is no consultation.
    own = {right for right in rights if right.startswith("consult.")}
    assert own == {f"consult.{act}_areafact" for act in ("view", "add", "change", "delete")}


def test_an_assistant_writes_but_does_not_send_or_take_away():
    rights = set(make_groups()["助理"].permissions.values_list("codename", flat=True))
    assert rights == {
        "view_consultation", "change_consultation", "register_consultation", "view_cannedreply",
    }  # fmt: skip


def _rights(post):
    rows = make_groups()[post].permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{name}" for app, name in rows}


def test_the_manager_may_do_what_every_other_post_may_and_manages_people():
    others = _rights("律师") | _rights("助理") | _rights("编辑")
    assert others < _rights("咨询主管")
    assert "firm.manage_people" in _rights("咨询主管") - others


def test_nobody_but_a_superuser_has_rights_over_the_tables_of_accounts():
    assert not {one for post in make_groups() for one in _rights(post) if one.startswith("auth.")}


def test_a_firm_that_gave_its_editors_more_gives_it_to_the_manager_but_no_accounts():
    added = Permission.objects.filter(codename__in=["view_knownparty", "change_user"])
    make_groups()["编辑"].permissions.add(*added)
    make_groups()["咨询主管"].permissions.clear()
    import_module("consult.migrations.0004_rights_and_logins").give(apps)
    assert "consult.view_knownparty" in _rights("咨询主管")
    assert "auth.change_user" not in _rights("咨询主管")


@pytest.mark.engine
@pytest.mark.ci
@pytest.mark.django_db(transaction=True)
def test_the_migration_makes_them_and_takes_them_away():
    def migrate(name):
        executor = MigrationExecutor(connection)
        executor.migrate([("consult", name)])
        return set(Group.objects.values_list("name", flat=True))

    latest = [
        name for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes("consult")
    ]
    assert migrate("0001_initial") == set()
    assert migrate(latest[0]) == {"助理", "咨询主管", "律师", "编辑"}
