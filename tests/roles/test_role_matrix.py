"""Every address x every role x every method: the table in `table/` says what each is answered."""

from itertools import combinations

import pytest
from django.test import Client

from tests import stages
from tests.roles import table, together
from tests.roles.asking import LOOKS, ask
from tests.roles.meeting import asked, expect_none, met
from tests.roles.people import ROLES

pytestmark = pytest.mark.django_db
NEW = "{} has no line. Read whether this is right, and put it into {}:\n{}"
GONE = "{} is not asked any more: take its line out of {}"
OTHER = "{} answers {} with {}, and {} says {}"
# Where a role is asked in `make test`: where it differs from the one before; from CI on everywhere.
SOON = dict.fromkeys(["stranger", "client"], "/")
FEW = ["no-staff", "switched-off", "no-factor", "no-post", "foreign"]
SOON |= dict.fromkeys(FEW, "/admin/consult/")
AS_MANAGER = ["assistant", "editor", "lawyer", "superuser"]
DEEP = ["client", "lawyer", "superuser"]  # who reach all that the database is asked for
# In CI two at once would be hidden by the manager alone; each pair is one of the audit.
BELOW = [one for one in together.ORDER if one != "manager"]
PAIRS = [pytest.param({*two}, marks=pytest.mark.audit) for two in combinations(together.ORDER, 2)]
SEVERAL = [{*BELOW}, {*together.ORDER}, *PAIRS]
LOGIN = "/admin/login/"  # Django leads on who is logged in when the page is asked for by GET alone
READ_ONLY = ["PUT", "PATCH", "DELETE"] if stages.current() == "audit" else ["DELETE"]
# What a page that is looked at leaves: that somebody looked, and a telephone that lies ready.
AS_READ = LOOKS | {"otp_totp_totpdevice"}


def test_every_address_of_the_site_has_its_lines(site, known):
    lines = {(method, one.name): one for one in site.lines for method in one.methods}
    gone = [GONE.format(line, table.file_of(line[1])) for line in known if line not in lines]
    new = [_new(site, line, one) for line, one in lines.items() if line not in known]
    expect_none(gone + new)


def _new(site, line, address):
    """The line as it would read today, for a person to judge."""
    data = address.data if line[0] == "POST" else None
    cells = {
        role: ask(site.digests, person, line[0], address.path, data).cell
        for role, person in site.persons.items()
    }
    return NEW.format(line, table.file_of(line[1]), table.written(line, cells))


def _is_sent(known, role):
    """In `make test` all that refuses, and beside that neither a page again by a post without
    content, nor what a manager is answered alike; of consultations all but by a superuser.
    """

    def is_sent(line, data):
        row = known.get(line, {})
        if stages.current() != "test" or not row or row[role].startswith(together.CLOSED):
            return True
        is_page = known.get(("GET", line[1]), {}).get(role) == row[role] == "200"
        is_consult = line[1].startswith("/admin/consult/") and role != "superuser"
        as_manager = role in AS_MANAGER and row[role] == row["manager"] and not is_consult
        return not as_manager and not (line[0] == "POST" and not data and is_page)

    return is_sent


def _wrong(site, known, role, begins):
    person = site.persons[role]
    for line, address, answer in asked(site, person, begins, _is_sent(known, role)):
        said = known.get(line, {role: answer.cell})[role]
        if answer.cell != said:
            yield OTHER.format(line, role, answer.cell, table.file_of(line[1]), said)
        if words := met(site, person, address, answer):
            yield f"{line} tells {role} of {words}"


@pytest.mark.parametrize(
    "role", [pytest.param(one, marks=[pytest.mark.engine] * (one in DEEP)) for one in ROLES]
)
def test_each_role_is_answered_as_the_table_says_reads_its_own_and_gets_no_cookie_untold(
    site, known, role, jar
):
    begins = SOON.get(role, "/admin/") if stages.current() == "test" else "/"
    expect_none([*_wrong(site, known, role, begins), *jar.faults()])


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
                if answer.changed - AS_READ or answer.status >= 500 or words:
                    wrong.append((method, address.name, answer.cell, words))
    expect_none(wrong)


@pytest.mark.parametrize("role", ["stranger", pytest.param("superuser", marks=pytest.mark.ci)])
def test_a_head_is_answered_as_the_page_or_not_at_all(site, known, role):
    person, wrong = site.persons[role], []
    for address in site.lines:
        if not address.is_button:
            answer, said = (
                ask(site.digests, person, "HEAD", address.path),
                known["GET", address.name][role],
            )
            fits = answer.cell in {said, said.rstrip("!+"), "405"} or address.name == LOGIN
            if not fits or met(site, person, address, answer):
                wrong.append((address.name, answer.cell, said))
    expect_none(wrong)


@pytest.mark.ci
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


def test_a_lawyer_who_edits_may_what_both_may_and_no_more(site, known):
    for begins in ("/admin/consult/", "/admin/firm/", "/admin/opening/", "/admin/law-review/"):
        both = {"lawyer", "editor"}
        expect_none(together.too_much_or_too_little(site, known, both, begins))


@pytest.mark.ci
@pytest.mark.parametrize("roles", SEVERAL, ids=lambda roles: "+".join(sorted(roles)))
def test_posts_together_let_in_as_each_does_and_no_further(site, known, roles):
    expect_none(together.too_much_or_too_little(site, known, roles))
