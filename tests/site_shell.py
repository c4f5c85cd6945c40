"""Python inside a site: one process for all that a test wants to know or to arrange there.

A `manage.py shell` for each piece of code would load Django each time.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# One line of JSON in: the code. One line out: what it printed, and why it failed, if it did.
LISTEN = """
import contextlib, io, json, sys, traceback
import django
django.setup()
for line in sys.stdin:
    printed, why = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(json.loads(line), {"__name__": "shell"})
        except Exception:
            why = traceback.format_exc()
    print(json.dumps([printed.getvalue(), why]), flush=True)
"""


class SiteShell:
    """A Django beside the processes of a site, in the same environment."""

    def __init__(self, env):
        self.process = subprocess.Popen(
            [sys.executable, "-c", LISTEN],
            cwd=ROOT,
            env={**env, "DJANGO_SETTINGS_MODULE": "website.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code):
        """What the code printed; a fault in it is one of the test."""
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the shell of the site has ended"
        printed, why = json.loads(answer)
        assert not why, why
        return printed

    def end(self):
        """Let it go, and wait until it has gone."""
        self.process.stdin.close()
        self.process.wait(timeout=120)
        self.process.stdout.close()
