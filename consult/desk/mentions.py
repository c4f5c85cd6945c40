"""Which colleagues a note names, as @ and the full name, and which of them can be told."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from consult.base import policy, staff
from consult.base.policy import Action
from consult.desk import readers
from consult.models import Consultation
from firm.base.people import full_name

AT = re.compile(r"(?<![A-Za-z0-9._+-])[@＠](?=\w)")  # not the one of a mail address


@dataclass
class Named:
    """The colleagues whom a note names.

    `joining` are those of `told` to whom it is opened by this; `shut_out` cannot be told, because
    they may not open it and the author may not open it to them. `unknown` says that after some @
    stands no colleague's full name, or that of two of them.
    """

    told: list[User] = field(default_factory=list)
    joining: list[User] = field(default_factory=list)
    shut_out: list[User] = field(default_factory=list)
    unknown: bool = False


def colleagues(consultation: Consultation, author: User) -> tuple[list[User], set[int]]:
    """Everybody who could be named, and the keys of those who may open the consultation."""
    able = readers.who_may_open(consultation, readers.everyone())
    people = [one for one in staff.holders(Action.READ) if one.pk != author.pk]
    return people, {one.pk for one in able}


def may_let_in(author: User) -> bool:
    """Whether an author may open a consultation to others: whom they name becomes a helper."""
    return policy.may(author, Action.SHARE)


def named(
    consultation: Consultation, author: User, text: str, chosen: Iterable[User] = ()
) -> Named:
    """Whom a text names, and whom its author chose beside it."""
    people, able = colleagues(consultation, author)
    found, unknown = _in(text, people)
    lets_in = may_let_in(author)
    result = Named(unknown=unknown)
    wanted = {one.pk for one in [*found, *chosen]}
    for one in people:
        if one.pk not in wanted:
            continue
        if one.pk in able or lets_in:
            result.told.append(one)
            result.joining += [] if one.pk in able else [one]
        else:
            result.shut_out.append(one)
    return result


def _in(text, people):
    """Those whose name follows an @, the longest name first; and whether some @ names nobody."""
    known = defaultdict(set)
    for one in people:
        known[staff.display_name(one)].add(one)
        known[full_name(one)].add(one)
        if lawyer := getattr(one, "lawyer", None):
            known[lawyer.name].add(one)
    names = sorted(known, key=len, reverse=True)
    found, unknown = [], False
    for at in AT.finditer(text):
        name = next((one for one in names if text.startswith(one, at.end())), None)
        if name is None or len(known[name]) > 1:
            unknown = True
        else:
            found += known[name]
    return found, unknown
