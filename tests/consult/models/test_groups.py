"""Every page of the desk against every kind of person: let in, or not.

M the manager (咨询主管), L the lawyer in charge, A the assistant it is shared with, C a lawyer who
has nothing to do with it, E the editor, N staff without a group, V a visitor.
"""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from consult import services
from consult.base.enums import Conflict
from consult.files.attachments import CheckedFile
from consult.models import Attachment, Consultation, Event
from firm.models import SiteSettings
from tests.consult.desk_pages import act, page_of
from tests.consult.posting import reply_token
from tests.factories import (
    make_area,
    make_consultation,
    make_groups,
    make_lawyer,
    make_member,
    make_settings,
    make_staff,
)

pytestmark = pytest.mark.django_db
GROUPS = {"M": "咨询主管", "L": "律师", "A": "助理", "C": "律师", "E": "编辑"}
EVERYBODY = "MLACENV"
DESK = "/admin/consult/consultation/"

PAGES = {
    "/admin/": "MLACEN",
    DESK: "MLAC",
    f"{DESK}search/": "MLAC",
    f"{DESK}{{pk}}/change/": "MLA",
    f"{DESK}{{pk}}/draft/": "MLA",
    f"{DESK}{{pk}}/files/{{file}}/": "MLA",
    f"{DESK}{{pk}}/conflict/": "M",
    "/admin/consult/knownparty/": "M",
    "/admin/consult/knownparty/add/": "M",
    "/admin/consult/knownparty/search/": "M",
    "/admin/consult/knownparty/import/": "M",
    "/admin/consult/cannedreply/": "MLAC",
    "/admin/consult/cannedreply/add/": "M",
    "/admin/outbox/notice/": "M",
    "/admin/outbox/notice/trial/": "M",
    "/admin/firm/specialday/": "ME",
    "/admin/firm/sitesettings/1/change/": "ME",
    "/admin/firm/lawyer/": "MLCE",  # lawyers are led to their own profile
    "/admin/articles/article/": "MLCE",
    "/admin/articles/article/add/": "MLCE",
    "/admin/law-review/": "MLCE",
    "/admin/law-review/history/": "MLCE",
    "/admin/statutes/statute/": "MLCE",
    "/admin/statutes/statute/add/": "ME",
    "/admin/statutes/statute/import/": "ME",
    "/admin/statutes/statute/export/": "MLCE",
    "/admin/statutes/statutearticle/": "MLCE",
    "/admin/statutes/renamedcrime/": "MLCE",
    "/admin/statutes/renamedcrime/add/": "ME",
    "/admin/statutes/limitationperiod/": "MLCE",
    "/admin/statutes/limitationperiod/add/": "ME",
    "/admin/statutes/tableversion/1/change/": "MLCE",
    "/admin/auth/group/": "",
}
ACTS = {
    "draft": "MLA", "canned": "MLA", "article": "MLA", "find": "MLA", "note": "MLA",
    "limitation": "MLA",
    "reply": "ML", "withdraw": "ML", "take_over": "ML",
    "close": "ML", "reopen": "ML", "release": "ML",
    "export": "ML",
    "assign": "M", "share": "M", "hold": "M", "unhold": "M",
}  # fmt: skip
POSTS = {
    f"{DESK}search/": ("MLAC", {"text": "王小明"}),
    f"{DESK}{{pk}}/draft/": ("MLA", {"text": "要点"}),
    f"{DESK}{{pk}}/articles/": ("MLA", {}),
    f"{DESK}{{pk}}/conflict/": ("M", {"decision": "declined", "reason": "代理对方"}),
    "/admin/consult/knownparty/add/": ("M", {"name": "某公司", "role": "client"}),
    "/admin/consult/knownparty/search/": ("M", {"name": "某公司"}),
    "/admin/consult/knownparty/import/": ("M", {}),
    "/admin/consult/cannedreply/add/": ("M", {"title": "一", "text": "二"}),
    "/admin/outbox/notice/trial/": ("M", {}),
    "/admin/statutes/statute/add/": ("ME", {"name": "甲法", "short_name": "甲法"}),
    "/admin/statutes/statute/import/": ("ME", {}),
    "/admin/statutes/tableversion/checked/": ("ME", {}),
}


@pytest.fixture
def asked():
    file = SimpleUploadedFile("欠条.txt", "欠款五万".encode())
    checked = CheckedFile("欠条.txt", "txt", file.size, file)
    return make_consultation(name="王小明", files=[checked])[0]


@pytest.fixture
def people(asked):
    """A browser for each kind of person."""
    members = {who: make_member(group) for who, group in GROUPS.items()}
    members["N"] = make_staff()
    make_lawyer(user=members["L"])
    make_lawyer(user=members["C"]).areas.set([make_area()])
    services.assign(consultation=asked, user=members["M"], to=members["L"])
    services.share(consultation=asked, user=members["M"], people=[members["A"]])
    browsers = {who: Client() for who in EVERYBODY}
    for who, user in members.items():
        browsers[who].force_login(user)
    return browsers


def let_in(answer):
    """Neither sent to the login nor refused nor told that there is no such page."""
    to_login = answer.status_code == 302 and "/login/" in answer.url
    return not to_login and answer.status_code not in {401, 403, 404, 405}


def address(pattern, asked):
    return pattern.format(pk=asked.pk, file=Attachment.objects.get().pk)


def test_a_page_opens_for_these(people, asked, subtests):
    for pattern, expected in PAGES.items():
        page = address(pattern, asked)
        answers = {who: browser.get(page) for who, browser in people.items()}
        with subtests.test(pattern):
            assert "".join(who for who in EVERYBODY if let_in(answers[who])) == expected


@pytest.mark.parametrize("action", ACTS)
def test_an_act_is_open_to_these(people, asked, action):
    allowed = ""
    for who in EVERYBODY:
        answer = act(people[who], asked, action, text="一句话", note="一句话")
        allowed += who if let_in(answer) else ""
    assert allowed == ACTS[action]


@pytest.mark.parametrize("pattern", POSTS)
def test_a_post_is_open_to_these(people, asked, pattern):
    allowed, typed = POSTS[pattern]
    token = {"token": reply_token(asked)}
    answers = {
        who: browser.post(address(pattern, asked), {**typed, **token})
        for who, browser in people.items()
    }
    assert "".join(who for who in EVERYBODY if let_in(answers[who])) == allowed


@pytest.mark.parametrize("who", "CENV")
def test_who_is_refused_learns_and_leaves_nothing(people, asked, who):
    before = Event.objects.count()
    for pattern in (f"{DESK}{{pk}}/change/", f"{DESK}{{pk}}/files/{{file}}/", DESK):
        html = people[who].get(address(pattern, asked)).content.decode()
        assert asked.reference.casefold() not in html.casefold()
        assert "王小明" not in html
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["change", "draft", "articles"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_the_same_answer_as_for_none_at_all(people, asked, name, method):
    unknown = Consultation()
    told = [getattr(people["C"], method)(page_of(one, name)) for one in (asked, unknown)]
    texts = [
        re.sub(r'value="\w{64}"|data-left="\d+"|' + str(one.pk), "", answer.text)
        for answer, one in zip(told, (asked, unknown), strict=True)
    ]
    assert told[0].status_code == told[1].status_code
    assert texts[0] == texts[1]


def test_a_sealed_one_is_open_to_the_manager_alone(people, asked):
    Consultation.objects.filter(pk=asked.pk).update(conflict=Conflict.SEALED)
    opened = [who for who in "MLA" if "王小明" in people[who].get(page_of(asked)).text]
    files = address(f"{DESK}{{pk}}/files/{{file}}/", asked)
    assert opened == []
    assert [who for who in "LA" if let_in(people[who].get(files))] == []
    assert let_in(people["M"].get(page_of(asked, "conflict")))


@pytest.mark.parametrize(("who", "days"), [("M", 90), ("E", 180)])
def test_the_terms_of_consultations_are_the_managers(people, who, days):
    settings = make_settings()
    names = [field.name for field in SiteSettings._meta.fields if field.editable]
    typed = {name: getattr(settings, name) or "" for name in names} | {"slogan": "新"}
    people[who].post(
        "/admin/firm/sitesettings/1/change/", {**typed, "retention_days": 90, "assign_by_turn": ""}
    )
    settings.refresh_from_db()
    assert (settings.slogan, settings.retention_days) == ("新", days)


def test_an_editor_cannot_make_their_account_a_lawyers(people):
    lawyer = make_lawyer()
    editor = User.objects.get(groups__name="编辑")
    typed = {"name": "林", "slug": lawyer.slug, "licence_number": lawyer.licence_number}
    rows = ("honours", "milestones")
    forms = {f"{row}-{which}_FORMS": "0" for row in rows for which in ("TOTAL", "INITIAL")}
    more = {"order": "1", "user": editor.pk}
    people["E"].post(f"/admin/firm/lawyer/{lawyer.pk}/change/", {**typed, **forms, **more})
    lawyer.refresh_from_db()
    assert (lawyer.name, lawyer.user) == ("林", None)


def test_the_groups_are_made_once_and_keep_what_was_added():
    groups = make_groups()
    added = Permission.objects.get(codename="view_article")
    groups["助理"].permissions.add(added)
    counts = {name: group.permissions.count() for name, group in make_groups().items()}
    assert Group.objects.count() == len(set(GROUPS.values())) == 4
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
    assert migrate(latest[0]) == set(GROUPS.values())
