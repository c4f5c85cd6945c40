"""Passkeys in a browser: a site that takes them, an authenticator, an invitation."""

import re
from contextlib import contextmanager

from tests.sample_site import SampleSite

LINK = """
from django.contrib.auth.models import User
from website.office.second_factor import devices, invitations
user = User.objects.get(username="admin")
devices.remove(user, "")
print(invitations.make(user).address)
"""
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

# An old one: no finger, and no room to keep for whom its keys are.
SECURITY_KEY = {"protocol": "u2f", "transport": "usb", "hasResidentKey": False}
SECURITY_KEY |= {"hasUserVerification": False, "isUserVerified": False}


@contextmanager
def site_for_passkeys(folder):
    """A site that requires a second factor, under the one name that browsers take without https."""
    with SampleSite(folder, OTP_REQUIRED="1") as running:
        running.url = f"http://localhost:{running.port}"
        yield running


def authenticator(page, **more):
    """Chromium plays one; returns how to look at it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    known = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER | more})
    return lambda: cdp.send("WebAuthn.getCredentials", known)["credentials"]


def link(site):
    """A new link for the administrator, under the name that the browser uses."""
    return re.sub(r"http://[^/]+", site.url, site.shell(LINK).strip())
