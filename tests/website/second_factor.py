"""What the tests of the second factor share: a telephone's clock, the login, the enrolment."""

import time

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

LOGIN = "/admin/login/"
PAGE = "/admin/second-factor/"


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
    """Whether the desk opens to a session."""
    return client.get("/admin/").status_code == 200


def offered(user):
    """The telephone that waits to be confirmed."""
    return TOTPDevice.objects.get(user=user, confirmed=False)


def enrol(client, user):
    """Set the offered telephone up; the page with the recovery codes."""
    client.get(PAGE)
    return client.post(PAGE, {"code": clock(offered(user))})


def verified(client, user):
    """Logged in by password and code, and the code of now may be used once more."""
    log_in(client, clock(user.phone))
    TOTPDevice.objects.update(last_t=-1)
