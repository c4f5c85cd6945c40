"""Articles that may already answer what is being typed."""

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from consult.client import suggestions
from consult.forms import SuggestForm
from consult.public.confidential import confidential
from consult.spam import rate_limit


@require_POST
@confidential
def suggest(request):
    """A list of at most three links, 204 for none; what was typed is kept and logged nowhere."""
    form = SuggestForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=204)
    try:
        counted = (rate_limit.SUGGESTIONS, request.META["REMOTE_ADDR"], rate_limit.ALL_SUGGESTIONS)
        if not rate_limit.allow(*counted):
            return HttpResponse(status=204)
        articles = suggestions.suggest(form.cleaned_data["question"], form.cleaned_data["area"])
    except OperationalError:
        return HttpResponse(status=204)
    if not articles:
        return HttpResponse(status=204)
    context = {"articles": articles, "typing": True}
    return render(request, "consult/includes/suggestions.html", context)
