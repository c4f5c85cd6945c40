"""Loaded before Django's settings: a data folder of the tests' own, whatever the shell says."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="antou-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.makedirs(os.path.join(FOLDER, "static"))
os.environ["DATA_DIR"] = FOLDER
# DATABASE_URL and CACHE_URL stay: the suite runs on other engines by them.
for name in (
    "ALLOWED_HOSTS",
    "BAIDU_PUSH_TOKEN",
    "CLAMD_URL",
    "CONSULT_KEYS",
    "DEBUG",
    "EMAIL_URL",
    "HSTS_SUBDOMAINS",
    "INDEXNOW_KEY",
    "MEDIA_STORAGE_URL",
    "OTP_REQUIRED",
    "PORT",
    "PRIVATE_STORAGE_URL",
    "ROBOTS",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SITE_URL",
    "TRUSTED_PROXY_COUNT",
):
    os.environ.pop(name, None)
