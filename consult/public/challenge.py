"""The puzzle of the consultation form, fetched by its script."""

from django.db import OperationalError
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from consult.spam import proof_of_work, rate_limit


@require_GET
@never_cache
def challenge(request):
    """A new puzzle as JSON; 429 beyond the bounds, then the form goes without a proof."""
    if not _is_within(request.META["REMOTE_ADDR"]):
        return JsonResponse({}, status=429)
    return JsonResponse(proof_of_work.challenge())


def _is_within(party):
    """Counted where that can be written down: a puzzle costs us a millisecond, a form without one
    costs its sender a day in quarantine."""
    counted = (rate_limit.CHALLENGES, party, rate_limit.ALL_CHALLENGES)
    try:
        return rate_limit.allow(*counted)
    except OperationalError:  # the disk is full, or the database busy
        return True
