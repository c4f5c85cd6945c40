"""The roles: who they are, and what the words of which consultation they may read."""

import time
from dataclasses import dataclass

from django.contrib.auth.models import User

from tests.factories import make_groups, make_staff
from tests.privacy.browser import Browser
from website.office.login.sessions import SessionStore

# A column of the table each, from the stranger to who may do everything.
STRANGERS = ["stranger", "client", "no-staff", "switched-off", "no-factor"]
STAFF = ["no-post", "assistant", "editor", "foreign", "lawyer", "manager", "superuser"]
ROLES = [*STRANGERS, *STAFF]
POSTS = {
    "no-staff": "咨询主管",  # the rights of a manager, and no way into the office
    "switched-off": "咨询主管",
    "assistant": "助理",
    "editor": "编辑",
    "foreign": "律师",
    "lawyer": "律师",
    "manager": "咨询主管",
}
# Whose marked words a role may meet: `ours` is a consultation in the area of `lawyer`, `theirs` one
# in the area of `foreign`, whose client is `client`. A third is sealed: its words are for nobody,
# that it `exists` is for who may open it, the name that met for who decides (`party`).
READS = {
    "client": {"theirs"},
    "foreign": {"theirs"},
    "lawyer": {"ours", "exists"},
    "manager": {"ours", "theirs", "exists", "party"},
    "superuser": {"ours", "theirs", "exists", "party"},
}


@dataclass
class Person:
    """A role, or several in one person, at a browser that is logged in."""

    name: str
    client: Browser
    reads: set[str]
    needs_factor: bool = False  # whether the site asks for a second factor meanwhile


def make_person(*roles: str, profile=None, code=None) -> Person:
    """Somebody with the posts of these roles; `profile` is the lawyer that they are."""
    client = Browser(raise_request_exception=False)
    if roles[0] == "client":
        client.post("/consult/thread/", {"action": "code", "code": code})
    elif roles[0] != "stranger":
        client.force_login(_account(roles, profile))
    reads = set().union(*(READS.get(role, set()) for role in roles))
    return Person("+".join(roles), client, reads, needs_factor=roles[0] == "no-factor")


def _account(roles, profile):
    name = "-".join(roles)
    user = make_staff(username=name, is_superuser=bool({"superuser", "no-factor"} & {*roles}))
    user.is_staff = "no-staff" not in roles
    user.groups.set([_group(role) for role in roles if role in POSTS])
    user.save()
    if profile is not None:
        profile.user = user
        profile.save()
    return user


def switch_off(person: Person) -> None:
    """End an account whose browser is still logged in; it had the rights of a manager."""
    User.objects.filter(username=person.name).update(is_active=False)


def _group(role):
    return make_groups()[POSTS[role]]


def stay() -> None:
    """Whoever is let in was there just now: no session ends because other roles were asked long."""
    store, now = SessionStore(), int(time.time())
    for row in store.model.objects.all():
        kept = store.decode(row.session_data)
        stamps = {key: one for key, one in kept.items() if isinstance(one, dict) and "seen" in one}
        fresh = {key: {**one, "seen": now} for key, one in stamps.items()}
        row.session_data = store.encode({**kept, **fresh})
        row.save()
