"""Compressed pages for phones, where nothing is secret."""

from django.middleware.gzip import GZipMiddleware

from firm.base.urls import path_of

TEXTS = ("text/html", "application/atom+xml", "application/xml")


def middleware(get_response):
    """Compress what everybody may read.

    Pages of a consultation and of the office stay as they are: where a secret and a visitor's
    words share a page, its compressed length can tell of the secret (BREACH, 2013). So does what
    nobody may keep: a draft, a preview.
    """
    gzip = GZipMiddleware(get_response)

    def compressed(request):
        response = get_response(request)
        if _is_private(request.path_info, response) or not _is_text(response):
            return response
        return gzip.process_response(request, response)

    return compressed


def _is_private(path, response):
    unkept = "no-store" in response.get("Cache-Control", "")
    return unkept or path.startswith((path_of("consult:new"), path_of("admin:index")))


def _is_text(response):
    return not response.streaming and response.get("Content-Type", "").startswith(TEXTS)
