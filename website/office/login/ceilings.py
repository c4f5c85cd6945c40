"""How many passwords are tried, counted before a hash is computed.

Three ways lead to a password that is evaluated: a device that is known to the account, the bounds
that all strangers share, and a right code of the authenticator typed beside the password. The two
that no stranger has stay open whatever strangers do (docs/decisions/0038-login-ceilings.md).
"""

import re
import unicodedata
from datetime import timedelta

from django import forms
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from consult.spam import rate_limit
from consult.spam.rate_limit import GrowingWait, Limit
from website.office.login import known_device, log, words

HOUR = timedelta(hours=1)
# An office types from one address, and only wrong passwords count.
ADDRESS = Limit("login", 30, HOUR)
# What all strangers together may cost. Above it the devices of the house and right codes get in.
ALL = Limit("login", 3_000, HOUR)
ACCOUNT = GrowingWait("login account")
DEVICE = GrowingWait("login device")
# A code that is only looked at slows down no telephone. Few may be: who has the password already
# could guess the code here, and three of a million are right at any moment.
CODES_OF_ADDRESS = Limit("login code", 5, HOUR)
CODES_OF_ACCOUNT = Limit("login code", 30, HOUR)
ONCE = Limit("login once", 1, HOUR)  # one password for each right code
LONGEST_NAME = 150  # of an account. A megabyte of accents would be put in order for minutes.


class TooManyGuessesError(forms.ValidationError):
    """No password is looked at now; `wait` is how long, the message says it to a person."""

    def __init__(self, wait, takes_code=False):
        super().__init__(words.too_many(wait, takes_code), "wait")
        self.wait = wait


def begin(request, username, code=None):
    """Count a guess at the password of a name, whether or not there is such an account.

    `code` is what was typed as a code of the authenticator, None where there is no box for one.
    Returns what `rate_limit.take_back` takes if it was right. Raises TooManyGuessesError.
    """
    address, account = request.META.get("REMOTE_ADDR", ""), _account(username)
    device = known_device.of(request, username)
    if device and not rate_limit.begin([(DEVICE, device)]):
        return [(DEVICE, device)]
    shared = [*rate_limit.by_network(ADDRESS, address), (ACCOUNT, account)]
    shared.append((ALL, rate_limit.EVERYBODY))
    # A flood above the ceiling of all is refused by one look, and fills no table.
    wait = rate_limit.wait_at_a_glance([(ALL, rate_limit.EVERYBODY)]) or rate_limit.begin(shared)
    if not wait:
        return shared
    if code and _has_right_code(username, code, address):
        return []
    log.refused(request, "ceiling")
    raise TooManyGuessesError(wait, takes_code=code is not None)


def _account(username):
    """One party for all spellings of a name."""
    return f"account {unicodedata.normalize('NFKC', username[:LONGEST_NAME]).casefold()}"


def _has_right_code(username, code, address):
    """Whether a right code, never used here before, was typed; it is neither used up nor counted
    against the telephone."""
    if not re.fullmatch("[0-9]{6}", code):
        return False
    looks = rate_limit.by_network(CODES_OF_ADDRESS, address)
    looks.append((CODES_OF_ACCOUNT, _account(username)))
    if rate_limit.begin(looks) or not _fits(username, code):
        return False
    rate_limit.take_back(looks)
    return not rate_limit.begin([(ONCE, f"{_account(username)} {code}")])


def _fits(username, code):
    known = TOTPDevice.objects.filter(user__username=username, confirmed=True)
    return any(_shows(device, int(code)) for device in known)


def _shows(device, code):
    """As `TOTPDevice.verify_token` compares, without its traces."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    return clock.verify(code, device.tolerance, device.last_t + 1)


def forget(account) -> None:
    """End what an account waits for: whoever stands behind it is known by other means now."""
    party = _account(account.get_username())
    rate_limit.forget([(ACCOUNT, party), (CODES_OF_ACCOUNT, party)])


def wait_of(account):
    """How long no stranger's password is looked at for an account; zero while one may be tried."""
    return rate_limit.wait_at_a_glance([(ACCOUNT, _account(account.get_username()))])
