"""The puzzle of the consultation form, fetched by its script."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from consult.spam import proof_of_work, rate_limit


@require_GET
@never_cache
def challenge(request):
    """A new puzzle as JSON; 429 beyond the bounds, then the form goes without a proof."""
    party = request.META["REMOTE_ADDR"]
    if not rate_limit.allow(rate_limit.CHALLENGES, party, everybody=rate_limit.ALL_CHALLENGES):
        return JsonResponse({}, status=429)
    return JsonResponse(proof_of_work.challenge())
