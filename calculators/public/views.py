"""The list of tools, and one tool: asked on GET, answered on POST. Facts are stored nowhere."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calculators import parameters
from calculators.formulas import TOOLS
from calculators.formulas.base import WrongFacts
from calculators.public.forms import ToolForm


@require_safe
def index(request):
    return render(request, "calculators/index.html", {"tools": TOOLS.values()})


@csrf_exempt  # a post changes nothing: it asks for a sum, and the page is the same for everybody
@require_http_methods(["GET", "HEAD", "POST"])
def tool(request, name):
    found = TOOLS.get(name)
    if found is None:
        raise Http404("页面不存在")
    return _answered(request, found) if request.method == "POST" else _asked(request, found)


def _asked(request, found, form=None, result=None):
    figures = parameters.current()
    context = {
        "tool": found,
        "form": form or ToolForm(found),
        "result": result,
        "rules": figures.starting_with(found.keys, timezone.localdate()),
    }
    return render(request, "calculators/tool.html", context)


@never_cache
def _answered(request, found):
    form, result = ToolForm(found, request.POST), None
    if form.wants_row:  # nothing is judged yet
        form.is_valid()
        form.errors.clear()
    elif form.is_valid():
        try:
            result = found.answer(form.facts, parameters.current())
        except WrongFacts as wrong:
            form.wrong(wrong.name, wrong.words)
    return _asked(request, found, form, result)
