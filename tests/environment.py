"""Loaded before Django's settings: a data folder of the tests' own, whatever the shell says.

RUN names a folder beside it that all processes of one run share: what the first of them made there
is there for the others (tests/sample_site.py).
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import sys
import tempfile


def own_folder(prefix):
    """A new folder that goes when this process ends."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


RUN = "ANTOU_TESTS_RUN"  # handed on to the workers of pytest-xdist with the environment
MADE_HERE = RUN not in os.environ  # and not by whoever started this process
if MADE_HERE:
    os.environ[RUN] = own_folder("antou-run-")
FOLDER = own_folder("antou-tests-")


@contextlib.contextmanager
def one_at_a_time(what):
    """What the processes of a run do one after the other."""
    with open(os.path.join(os.environ[RUN], f"{what}.lock"), "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# Compiled code is kept, whatever the shell says: a third of each start, and sites start often.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.makedirs(os.path.join(FOLDER, "static"))
os.environ["DATA_DIR"] = FOLDER
# Whether the package of texts is on this machine must not decide what a site of the tests shows.
os.environ["LAW_TEXTS"] = "0"
# A firm's own site, unless a test wants the sample's.
os.environ["SAMPLE"] = "0"
# DATABASE_URL stays: the suite runs on another engine by it.
OTHERS = """
    ALLOWED_HOSTS API_ORIGINS BAIDU_PUSH_TOKEN CLAMD_URL CONSULT_KEYS DEBUG EMAIL_URL
    HSTS_SUBDOMAINS INDEXNOW_KEY MEDIA_STORAGE_URL OTP_REQUIRED PAGE_CACHE_MB PASSKEY_HOST
    PASSWORD_HASHER PORT PRIVATE_STORAGE_URL ROBOTS SECRET_KEY SECRET_KEY_FALLBACKS
    SECURITY_CONTACT SITE_URL PROXY_SECRET TRUSTED_PROXY_COUNT UPLOADS_PER_ADDRESS_MB
    UPLOADS_TOTAL_MB UPLOADS_UNPROVED_MB WEBHOOK_URL
"""
for name in OTHERS.split():
    os.environ.pop(name, None)


def pytest_unconfigure(config):
    """The process that made the folder of the run, and none that it started, clears up."""
    if MADE_HERE:
        from tests.sample_site import drop_template

        drop_template(os.environ[RUN])
