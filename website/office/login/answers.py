"""What follows from a login: its status, its line in the log, the device that is known now."""

import math

from django.conf import settings

from website.office.login import known_device, log

OF_CODE = {"token_required", "invalid", "slowed"}


def finish(request, response):
    """The answer of Django's login to a post, completed."""
    if response.status_code == 302:
        if request.user.is_authenticated:
            welcome(request, response)
        return response
    form = getattr(response, "context_data", {}).get("form")
    errors = form.non_field_errors().as_data() if form else []
    for error in errors:
        if error.code == "wait":
            response.status_code = 429
            response.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
            response._has_been_logged = True  # by a line of our own
    if form and form.get_user():  # the password was right
        codes = {error.code for error in errors}
        log.failed(request, "code" if codes & OF_CODE else "rights")
    return response


def welcome(request, response):
    """After whatever let somebody in. Known is a device after a complete login, not half of one."""
    log.succeeded(request, request.user)
    if not settings.OTP_REQUIRED or getattr(request.user, "otp_device", None):
        known_device.remember(response, request, request.user)
