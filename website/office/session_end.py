"""Tells a page how long its session has left, and puts the end off when somebody says so."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.http import require_http_methods

from website.office import sessions


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, site: AdminSite) -> JsonResponse:
    """Seconds as JSON, and the token of the login for a page that is older than it.

    To ask changes nothing; to post is a sign that somebody is there. 401 without a login: a script
    that was led to the page of the login would use up what that has to say.
    """
    if not site.has_permission(request):
        return JsonResponse({}, status=401)
    if request.method == "POST":
        sessions.note(request.session, somebody=True)
    left, last = sessions.left(request.session)
    response = JsonResponse({"left": left, "last": last, "token": get_token(request)})
    response["Cache-Control"] = "no-store, private"
    return response


def urls(site) -> list:
    """The address, and an older one that pages ask which were opened before an update."""
    known = {"site": site}
    return [path("session/", answer, known, name="session_end"), path("token/", answer, known)]
