"""What comes through the proxy of who forges an address, asked of the site itself by SITE_URL."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing

from website.http.proxy import DOCTOR, Source
from website.operations.health import Finding, Level

ADDRESS = "192.0.2.66"  # of nobody (RFC 5737)
# As names that WSGI takes for those of the real headers, and as the one that a proxy adds to.
FORGED = {
    "X-Forwarded-For": ADDRESS,
    "X_Forwarded_For": ADDRESS,
    "X_Antou_Client": f"{ADDRESS} http guessed",
}
RECIPE = "请按docs/deploy.md在代理里设置X-Antou-Client。"
ONE = "所有访客被当作同一个地址"
FOUND = {
    Source.NOBODY: Finding(
        "proxy", "silent", Level.WARN, f"反向代理没有说明访客的地址，{ONE}。", RECIPE
    ),
    Source.FORGED: Finding(
        "proxy", "wrong secret", Level.WARN, f"反向代理给出的密钥不对，{ONE}。",
        "请把代理里的密钥改成PROXY_SECRET的值，没有设置时是DATA_DIR/secrets/proxy_secret的内容。",
    ),
}  # fmt: skip
BELIEVED = Finding(
    "proxy", "careless", Level.WARN,
    "访客可以伪造地址：反向代理放行名称带下划线的请求头。", RECIPE,
)  # fmt: skip
UNKNOWN = Finding("proxy", "unknown", sentence="从本机通过SITE_URL访问不到网站，没有检查。")


def through_the_proxy() -> Finding:
    """Where the site is public; on this machine there is no proxy to be asked."""
    if not settings.HTTPS:
        return Finding("proxy")
    try:
        (_, source), (address, _) = _seen({}), _seen(FORGED)
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return UNKNOWN
    return BELIEVED if address == ADDRESS else FOUND.get(source, Finding("proxy"))


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
