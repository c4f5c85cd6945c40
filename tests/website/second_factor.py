"""What the tests of the second factor share: a telephone's clock, the login, the enrolment."""

import time

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from website.office.second_factor import invitations

LOGIN = "/admin/login/"
PAGE = "/admin/second-factor/"
TELEPHONE = f"{PAGE}telephone/"
INVITATION = "/admin/invitation/"
NEW_PASSWORD = "rote-Bete-7-Gurken"


def clock(device, steps=0):
    """The six digits that the telephone shows, now or some steps of 30 seconds from now."""
    shown = TOTP(device.bin_key, device.step, device.t0, device.digits)
    shown.time = time.time() + steps * device.step
    return f"{shown.token():06d}"


def log_in(client, token=None, password="x", **extra):
    """Log `lin` in, or try to."""
    typed = {"username": "lin", "password": password, "next": "/admin/"}
    return client.post(LOGIN, typed | ({"otp_token": token} if token else {}), **extra)


def is_in(client):
    """Whether the office opens to a session; asked of the page that costs least."""
    return client.get("/admin/jsi18n/").status_code == 200


def offered(user):
    """The telephone that waits to be confirmed."""
    return TOTPDevice.objects.get(user=user, confirmed=False)


def enrol(client, user):
    """Set the offered telephone up, of one's own will; the page with the recovery codes."""
    client.get(PAGE)
    return client.post(TELEPHONE, {"password": "x", "code": clock(offered(user))})


def open_invitation(client, link):
    """Type the code of an invitation."""
    return client.post(INVITATION, {"code": link.code})


def accept(client, user, password=NEW_PASSWORD, **typed):
    """Set password and telephone behind an invitation that was opened; the page that follows."""
    client.get(INVITATION)
    code = clock(offered(user))
    known = {"new_password1": password, "new_password2": password, "code": code}
    return client.post(f"{INVITATION}accept/", known | typed)


def invited(client, user, link=None):
    """From an invitation to the recovery codes."""
    open_invitation(client, link or invitations.make(user))
    return accept(client, user)


def verified(client, user):
    """Logged in by password and code, and the code of now may be used once more."""
    log_in(client, clock(user.phone))
    TOTPDevice.objects.update(last_t=-1)
