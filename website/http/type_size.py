"""Large type: a visitor's choice, kept in a cookie; the server writes it into the page."""

from django.conf import settings
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "type"
LARGE = "large"
KEPT = 365 * 24 * 60 * 60  # seconds
LONGEST_PATH = 1000
SHOWN = "TYPE_SIZE_SHOWN"


def is_large(request):
    """Whether the visitor reads in large type; whatever asks makes the page vary by cookie."""
    request.META[SHOWN] = True
    return is_chosen(request.COOKIES)


def is_chosen(cookies):
    return cookies.get(COOKIE) == LARGE


# A token would be another one for each visitor, on every page of the site, to guard against a
# stranger who makes the type larger.
@csrf_exempt
@require_POST
def choose(request):
    path = request.POST.get("next", "")
    is_ours = path.startswith("/") and len(path) <= LONGEST_PATH
    is_ours = is_ours and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    response = redirect(path if is_ours else "/")
    if request.POST.get("size") == LARGE:
        response.set_cookie(
            COOKIE, LARGE, max_age=KEPT, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
