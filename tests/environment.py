"""Loaded before Django's settings: a data folder of the tests' own, whatever the shell says."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="antou-tests-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.makedirs(os.path.join(FOLDER, "static"))
os.environ["DATA_DIR"] = FOLDER
for name in ("DEBUG", "SITE_URL", "PORT", "SECRET_KEY", "CONSULT_KEYS", "EMAIL_URL"):
    os.environ.pop(name, None)
