"""Tells who reviews the law that a change is near: 90, 30 and 7 days before it takes effect.

Once for each law, stage and person: the key of the notice says so, whatever starts anew. A mail
names the law and the number of texts, and nothing of what they say.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from consult.desk import access
from firm.base.current_site import absolute_url
from firm.base.people import BACKEND, gets_mail
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.models import Notice
from statutes.base import Reason
from statutes.law.table import Table
from statutes.models import CitingModel
from statutes.services import citation_sync

KIND = "coming_law"
STAGES = (7, 30, 90)  # days before, the nearest first


@dataclass(frozen=True)
class Change:
    """What will happen in a few `days` to a law that texts cite; `texts` counts those of a kind."""

    statute: int
    short_name: str
    words: str
    start: date
    days: int
    texts: Counter[type[CitingModel]] = field(default_factory=Counter)


def tell(today: date | None = None) -> None:
    """Write the mails that are due into the ledger; one that is there already adds nothing."""
    today = today or timezone.localdate()
    changes = [one for one in _changes(today) if 0 < one.days <= STAGES[-1]]
    mails = []
    for person in _reviewers() if changes else []:
        kinds = citation_sync.kinds_for(person)
        for change in changes:
            if number := sum(change.texts[model] for model in kinds):
                mails.append(_mail(person, change, number))
    outbox.enqueue(mails)


def _changes(today: date) -> Iterable[Change]:
    found: dict[int, Change] = {}
    table = Table.latest()
    for model in citation_sync.citing_models():
        rows = model.objects.open().filter(reason=Reason.COMING, statute__isnull=False).order_by()
        counted = rows.values_list("statute", "short_name").annotate(
            Min("words"), Count(model.text_field, distinct=True)
        )
        for statute, short_name, words, number in counted:
            row = table.rows.get(statute)
            start = row and table.to_come(row, today)[1]
            if start:
                known = Change(statute, short_name, words, start, (start - today).days)
                found.setdefault(statute, known).texts[model] = number
    return found.values()


def _reviewers() -> list[User]:
    """The lawyers who may decide about warnings; where no account is a lawyer's, all who may."""
    able = get_user_model().objects.with_perm("statutes.add_decision", backend=BACKEND)
    people = able.filter(gets_mail(), is_staff=True).select_related("lawyer")
    return [one for one in people if getattr(one, "lawyer", None)] or list(people)


def _mail(person: User, change: Change, number: int) -> Notice:
    query = urlencode({"law": change.short_name})
    context = {
        "site": Identity(),
        "name": access.display_name(person),
        "what": change.words.split("，")[0],
        "words": change.words,
        "days": change.days,
        "number": number,
        "page": f"{absolute_url(reverse('admin:law_review'))}?{query}",
    }
    stage = next(stage for stage in STAGES if change.days <= stage)
    return outbox.mail(
        kind=KIND,
        recipient=person.email,
        **outbox.rendered(KIND, context),
        dedupe_key=f"{KIND}:{change.statute}:{change.start:%Y%m%d}:{stage}:{person.pk}",
    )
