"""The consultation form."""

import re

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consult import receipt, services
from consult.forms import ConsultationForm
from firm.head import HOME, Head
from firm.models import PracticeArea


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The consultation form; a good post is stored and leads to the receipt."""
    if request.method != "POST":
        return show_form(request, ConsultationForm(initial=_preset(request)))
    form = ConsultationForm(request.POST, address=request.META["REMOTE_ADDR"])
    if not form.is_valid():
        return show_form(request, form, status=429 if form.throttled else 422)
    try:
        _, code = services.submit(**form.submission())
    except services.NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return show_form(request, form, status=503)
    response = redirect("consult:received")
    receipt.hand_over(response, code=code, secure=settings.HTTPS)
    return response


@never_cache
def show_form(request, form, status=200):
    """The form, also for a post whose CSRF cookie had gone: nothing typed is lost.

    503 while nothing can be stored: search engines then come back for the page.
    """
    head = Head(
        title="在线法律咨询",
        description="写下您的问题，由执业律师答复。不用注册，可以不留姓名和电话，凭查询码查看答复。",
        path=reverse("consult:new"),
        trail=[HOME, ("在线法律咨询", reverse("consult:new"))],
    )
    return render(
        request,
        "consult/new.html",
        {"form": form, "head": head},
        status=503 if form.closed else status,
    )


def _preset(request):
    slug = request.GET.get("area", "")
    if not re.fullmatch(r"[-\w]{1,50}", slug, re.ASCII):
        return {}
    return {"area": PracticeArea.objects.published().filter(slug=slug).first()}
