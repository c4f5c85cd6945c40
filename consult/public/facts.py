"""The questions of an area, for the form while it is filled in."""

from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from consult.forms import FactsForm
from consult.public.confidential import confidential
from firm.site import shown


@csrf_exempt  # it stores nothing, and a page that is only read sets no cookie
@require_POST
@confidential
def facts(request):
    """The fields alone. The area comes in the body: what somebody has to ask is in no log."""
    areas = {str(one.pk): one for one in shown.areas()}
    form = FactsForm(areas.get(request.POST.get("area", "")))
    context = {"facts": form.facts, "area": form.facts_area}
    return render(request, "consult/includes/fact_fields.html", context)
