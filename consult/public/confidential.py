"""The headers of a page that shows what was confided."""

from functools import wraps


def confidential(view):
    """Decorator: no cache, no referrer, no indexing.

    Browsers take the last referrer policy they know: `same-origin`, because `no-referrer` also
    blanks the Origin of our own posts, which the CSRF check needs.
    """

    @wraps(view)
    def wrapped(*args, **kwargs):
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer, same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapped
