"""Several posts in one person: what each of them may, and nothing more."""

from django.contrib.auth.models import Group

from tests.roles import people
from tests.roles.asking import Digests, undone
from tests.roles.meeting import asked, met
from tests.roles.people import POSTS, Person

# Whose account gets the other posts, too; the lawyer's keeps its profile.
ORDER = ["lawyer", "manager", "editor", "assistant"]
CLOSED = ("403", "404", "405")


def rank(cell):
    """How far a cell lets somebody in: refused, let in, let in and something is done."""
    return 0 if cell.startswith(CLOSED) else 2 if cell.endswith("!") else 1


def union(row, roles):
    """What a person with these posts may be answered: as the one of them who is let in furthest."""
    best = max(rank(row[role]) for role in roles)
    return {row[role] for role in roles if rank(row[role]) == best}


def with_posts(site, roles):
    """The account of the first of these roles, with the groups of the others."""
    first = next(role for role in ORDER if role in roles)
    groups = Group.objects.filter(name__in=[POSTS[role] for role in roles])
    site.accounts[first].groups.set(groups)
    reads = set().union(*(people.READS.get(role, set()) for role in roles))
    return Person("+".join(sorted(roles)), site.persons[first].client, reads)


def too_much_or_too_little(site, known, roles, begins="/admin/"):
    """The lines on which the posts together are not the union of each, with the cells of each."""
    site.digests = Digests()
    with undone():
        person = with_posts(site, roles)
        for line, address, answer in asked(site, person, begins):
            if answer.cell not in union(known[line], roles):
                yield line, answer.cell, {role: known[line][role] for role in roles}
            if words := met(site, person, address, answer):
                yield line, words
    site.digests = Digests()
