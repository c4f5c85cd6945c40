"""For which host passkeys are made, and from which address they are taken."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from website.config import env

HERE = {"127.0.0.1", "localhost", "::1"}
# com.cn and its like are nobody's: browsers refuse them, and so do we, before anybody is enrolled.
NOBODYS = re.compile(r"(?:com|net|org|gov|edu|ac|mil|co|idv)\.[a-z]{2}")
FOREIGN = (
    "环境变量 {name} 应为网站域名 {host} 本身，或它所属的主域名（例如网站为 www.example.com 时，"
    "可设为 example.com），现在是“{value}”。"
)


def relying_party(name, site_url):
    """The host of the passkeys (WebAuthn calls it the RP ID) and the origins that may use them.

    No origin where browsers offer no passkeys: by http anywhere but on this very machine. There
    they know it by its name only, whatever number the site runs under.
    """
    parts = urlsplit(site_url)
    site = "localhost" if parts.hostname in HERE else parts.hostname
    host = env.env_str(name, site).lower()
    if host != site and not _is_parent(host, site):
        raise ImproperlyConfigured(FOREIGN.format(name=name, host=site, value=host))
    if site == "localhost":
        origin = f"{parts.scheme}://localhost" + (f":{parts.port}" if parts.port else "")
        return host, [origin]
    return host, [site_url] if parts.scheme == "https" and _is_name(site) else []


def _is_parent(host, site):
    lies_above = "." in host and site.endswith(f".{host}")
    return lies_above and _is_name(site) and not NOBODYS.fullmatch(host)


def _is_name(host):
    """A name and no number: passkeys are made for names."""
    return not re.fullmatch(r"[0-9.]+|.*:.*", host)
