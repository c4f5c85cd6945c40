"""What comes through the proxy of who forges an address, asked of the site itself by SITE_URL."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing

from website.http.proxy import DOCTOR, Source
from website.operations.health import BAD, Finding

ADDRESS = "192.0.2.66"  # of nobody (RFC 5737)
# As names that WSGI takes for those of the real headers, and as the one that a proxy adds to.
FORGED = {
    "X-Forwarded-For": ADDRESS,
    "X_Forwarded_For": ADDRESS,
    "X_Antou_Client": f"{ADDRESS} http guessed",
}
FOUND = {Source.NOBODY: "proxy-silent", Source.FORGED: "proxy-wrong"}


def through_the_proxy() -> Finding:
    """Where the site is public; on this machine there is no proxy to be asked."""
    if not settings.HTTPS:
        return Finding("proxy")
    try:
        (_, source), (address, _) = _seen({}), _seen(FORGED)
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return BAD["proxy-unknown"]
    found = "proxy-careless" if address == ADDRESS else FOUND.get(source)
    return BAD[found] if found else Finding("proxy")


def _seen(headers):
    """Address and source of a request with these headers, as the site tells them."""
    site = urlsplit(settings.SITE_URL)
    context = ssl.create_default_context()
    line = http.client.HTTPSConnection(site.hostname, site.port, timeout=10, context=context)
    try:
        line.request("GET", "/readyz", headers={DOCTOR: signing.dumps("", salt=DOCTOR), **headers})
        return json.loads(line.getresponse().read())["client"]
    finally:
        line.close()
