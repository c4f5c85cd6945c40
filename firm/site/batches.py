"""One act on many records: asked on a page, done, and stored for a while to be taken back whole.

A record for which a step is refused is named with the reason, and the others go on. What acts
there are, who may and what is said is of each app; no word is read here of how a record was.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from firm.models import Batch, BatchItem

STORED = timedelta(days=1)
LONGEST_QUERY = 1000
ALREADY_BACK = "这批操作已经撤销。"
TAKEN_BACK = "这批操作已经撤销，如需再做，请从列表里重新选择。"
Step = Callable[[BatchItem], None]


@dataclass(frozen=True)
class Kind:
    """Whose batches they are, until when they can be taken back; steps and we raise `refusal`."""

    name: str
    lasts: timedelta
    too_late: str
    refusal: type[Exception]

    def rows(self) -> QuerySet[Batch]:
        return Batch.objects.filter(kind=self.name)

    @transaction.atomic
    def do(
        self, token: str, act: str, user: User, records: Iterable[object], step: Step, **more: Any
    ) -> tuple[Batch, bool]:
        """Call `step` with an item for each record; it acts, and fills in title, before and mark.

        A step that does neither that nor refuses leaves no item. What the same `token` asks twice
        is done once. Returns the batch, and whether it was done now.
        """
        now = timezone.now()
        made = {"act": act, "made_by": user, "made_at": now, "ends_at": now + self.lasts, **more}
        batch, is_new = Batch.objects.get_or_create(kind=self.name, token=token, defaults=made)
        if is_new:
            items = [BatchItem(batch=batch, record=str(record)) for record in records]
            self._take(step, items)
            BatchItem.objects.bulk_create(one for one in items if one.why or one.mark is not None)
        return batch, is_new

    def _take(self, step: Step, items: Iterable[BatchItem]) -> None:
        """Do the step with each, whole or not at all; `why` says why not."""
        for item in items:
            try:
                with transaction.atomic():
                    step(item)
            except self.refusal as refused:
                item.why = str(refused)[:200]

    @transaction.atomic
    def take_back(self, batch: Batch, user: User, step: Step) -> Batch:
        """Call `step` with each item that was done; `refusal` when it is too late."""
        batch = self.rows().select_for_update(of=("self",)).get(pk=batch.pk)
        if not batch.is_open:
            raise self.refusal(ALREADY_BACK if batch.taken_back_at else self.too_late)
        items = list(batch.done)
        self._take(step, items)
        BatchItem.objects.bulk_update(items, ["why"])
        batch.taken_back_by, batch.taken_back_at = user, timezone.now()
        batch.save(update_fields=["taken_back_by", "taken_back_at"])
        return batch


def bound(request: HttpRequest, form: type[Form]) -> Form:
    """The form of an act: empty until its page is sent."""
    return form(request.POST if "confirmed" in request.POST else None)


def back_to(request: HttpRequest, listed: str) -> str:
    """A list as it was narrowed, and nothing else, whatever the page says."""
    query = QueryDict(request.POST.get("back", request.GET.urlencode())[:LONGEST_QUERY]).urlencode()
    return f"{reverse(listed)}{'?' if query else ''}{query}"


def ask(
    request: HttpRequest,
    form: Form,
    listed: str,
    do: Callable[[str], Batch],
    show: Callable[..., HttpResponse],
    sent: Mapping[str, Iterable[object]],
) -> HttpResponse:
    """The page that asks, which is sent with `sent`; by it the act is done, and the list is back.

    `do` is given a token that is the same for the same wish of the same page, perhaps sent twice.
    """
    page = request.POST.get("token") or secrets.token_hex(16)
    back = back_to(request, listed)
    if not form.is_valid():
        sent = {**sent, "token": [page], "back": [back.partition("?")[2]]}
        status = 422 if form.is_bound else 200
        return show(status=status, form=form, sent=sent, listed=reverse(listed), back_address=back)
    wish = sorted(one for one in request.POST.lists() if one[0] != "csrfmiddlewaretoken")
    token = hashlib.sha256(f"{page} {request.user.pk} {wish}".encode()).hexdigest()[:32]
    if do(token).taken_back_at:
        messages.error(request, TAKEN_BACK)
    return redirect(back)
