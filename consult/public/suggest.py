"""Articles that may already answer what is being typed."""

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from articles import answers
from consult.forms import SuggestForm
from consult.public.confidential import confidential
from consult.spam import rate_limit


@require_POST
@confidential
def suggest(request):
    """A list of at most three links, 204 for none; what was typed is kept and logged nowhere."""
    form = SuggestForm(request.POST)
    found = form.is_valid() and offered(request, **form.cleaned_data)
    return as_list(request, found, typing=True)


def offered(request, question, area):
    """At most three articles for a question, within the bounds; none while the database is busy."""
    counted = (rate_limit.SUGGESTIONS, request.META["REMOTE_ADDR"], rate_limit.ALL_SUGGESTIONS)
    try:
        return answers.suggest(question, area) if rate_limit.allow(*counted) else []
    except OperationalError:
        return []


def as_list(request, articles, **more):
    """The list alone, for a script; 204 for none."""
    if not articles:
        return HttpResponse(status=204)
    context = {"articles": articles, **more}
    return render(request, "consult/includes/suggestions.html", context)
