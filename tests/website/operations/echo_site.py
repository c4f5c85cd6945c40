"""What the site takes a request for, told by the way that granian serves it; no database."""

import itertools
import json

import django
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

django.setup()

from website.operations.serving.gateway import served  # noqa: E402  (knows models)
from website.operations.watching.requests import watched  # noqa: E402


def told(environ, start_response):
    """Answer with the address, the scheme, the cookies and the body that Django would see."""
    seen = {}

    def view(request):
        try:
            body = request.read().decode("latin-1")
        except OSError:
            body = None
        print(f"read: {body and body[:9]}", flush=True)  # noqa: T201  (the client may be gone)
        seen.update(address=request.META["REMOTE_ADDR"], secure=request.is_secure())
        seen.update(cookies=request.COOKIES, body=body, secrets="ECHO_SECRET" in environ)
        seen.update(path=request.path_info, query=request.GET.dict())
        return HttpResponse()

    view(WSGIRequest(environ))
    answer = json.dumps(seen).encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


def endless(environ, start_response):
    """A download that is never at its end, in the small blocks that Django reads a file in."""
    start_response("200 OK", [])
    return itertools.repeat(b"x" * 4096)


def site(environ, start_response):
    """One page that ends, and one that does not."""
    page = endless if environ["PATH_INFO"] == "/endless" else told
    return page(environ, start_response)


application = watched(served(site, threads=2))
