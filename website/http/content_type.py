"""The one encoding that the site reads, judged before Django does: an odd charset would end there
as a bare 500, outside its own error handling."""

from django.utils.http import parse_header_parameters

UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}
REFUSED = "antou.content_type_refused"  # key in the WSGI environment


def is_odd(header):
    """Whether Django could not read this header, or would decode with another codec."""
    try:
        _, parameters = parse_header_parameters(header)
    except (ValueError, LookupError):
        return True
    return parameters.get("charset", "utf-8").lower() not in UTF8


def guarded(application):
    """A WSGI application that marks a request with an odd content type instead of reading it."""

    def application_behind_the_guard(environ, start_response):
        if is_odd(environ.get("CONTENT_TYPE", "")):
            environ = {**environ, "CONTENT_TYPE": "", REFUSED: True}
        return application(environ, start_response)

    return application_behind_the_guard
