"""Every address x every role x every method: the table in `table/` says what each is answered."""

import pytest
from django.test import Client

from tests.roles import table
from tests.roles.asking import ask
from tests.roles.meeting import asked, met
from tests.roles.people import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NEW = "{} has no line. Read whether this is right, and put it into {}:\n{}"
GONE = "{} is not asked any more: take its line out of {}"
OTHER = "{} answers {} with {}, and {} says {}"
# A lawyer of another area is answered as the lawyer, where it is about no consultation.
SOON = [(role, "/") for role in ROLES if role != "foreign"] + [("foreign", "/admin/consult/")]
DEEP = ["client", "lawyer", "superuser"]
READ_ONLY = ["PUT", "PATCH", "DELETE"]


def test_every_address_of_the_site_has_its_lines(site, known):
    lines = {(method, one.name): one for one in site.lines for method in one.methods}
    gone = [GONE.format(line, table.file_of(line[1])) for line in known if line not in lines]
    new = [_new(site, line, one) for line, one in lines.items() if line not in known]
    assert not gone + new


def _new(site, line, address):
    """The line as it would read today, for a person to judge."""
    data = address.data if line[0] == "POST" else None
    cells = {
        role: ask(site.digests, person, line[0], address.path, data).cell
        for role, person in site.persons.items()
    }
    return NEW.format(line, table.file_of(line[1]), table.written(line, cells))


def _wrong(site, known, role, begins):
    person = site.persons[role]
    for line, address, answer in asked(site, person, begins):
        said = known.get(line, {role: answer.cell})[role]
        if answer.cell != said:
            yield OTHER.format(line, role, answer.cell, table.file_of(line[1]), said)
        if words := met(site, person, address, answer):
            yield f"{line} tells {role} of {words}"


@pytest.mark.parametrize(("role", "begins"), SOON)
def test_each_role_is_answered_as_the_table_says_and_reads_its_own(site, known, role, begins):
    assert not list(_wrong(site, known, role, begins))


@pytest.mark.ci
def test_a_lawyer_of_another_area_is_answered_as_the_table_says(site, known):
    assert not list(_wrong(site, known, "foreign", "/"))


@pytest.mark.parametrize(
    "role", ["stranger", *(pytest.param(one, marks=pytest.mark.ci) for one in DEEP)]
)
def test_other_methods_change_nothing_and_tell_no_more(site, role):
    """The office answers some of them as it answers a reader; nothing takes them for an order."""
    person, wrong = site.persons[role], []
    for address in site.lines:
        if not address.is_button:
            for method in READ_ONLY:
                answer = ask(site.digests, person, method, address.path)
                words = met(site, person, address, answer)
                if answer.changed - {"consult_event"} or answer.status >= 500 or words:
                    wrong.append((method, address.name, answer.cell, words))
    assert not wrong


@pytest.mark.parametrize("role", ["stranger", pytest.param("superuser", marks=pytest.mark.ci)])
def test_a_head_has_the_status_of_the_page_and_no_words(site, known, role):
    person, wrong = site.persons[role], []
    for address in site.lines:
        if not address.is_button:
            answer, said = (
                ask(site.digests, person, method, address.path) for method in ("HEAD", "GET")
            )
            if answer.status != said.status or met(site, person, address, answer):
                wrong.append((address.name, answer.cell, said.cell))
    assert not wrong


def test_no_post_is_taken_without_a_token_but_the_one_click_of_a_mail_program(site):
    boss, taken = site.persons["superuser"], set()
    wall = Client(enforce_csrf_checks=True, raise_request_exception=False)
    wall.cookies = boss.client.cookies
    person = type(boss)("superuser", wall, boss.reads)
    for address in site.lines:
        if "POST" in address.methods:
            answer = ask(site.digests, person, "POST", address.path, address.data)
            if answer.changed:
                taken.add(address.name)
    assert taken == {"/consult/stop/<str:token>/"}
