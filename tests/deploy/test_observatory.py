"""Mozilla's HTTP Observatory grades the site, by its own code, through the recipe for nginx."""

import json
import os
import subprocess

import pytest

from tests.browser import tools
from tests.deploy.nginx import NAME

pytestmark = [pytest.mark.ci, pytest.mark.process]


def graded(proxy):
    """What the Observatory says of a site."""
    told = {"host": NAME, "http": proxy.plain, "https": proxy.tls}
    done = subprocess.run(
        ["node", "observatory.mjs"],
        cwd=tools.MODULES.parent,
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(proxy.folder / "certificate.pem")},
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_site_is_graded_a_plus_with_130(public):
    tools.need()
    report = graded(public)
    found = {
        name: (test["result"], test["scoreModifier"]) for name, test in report["tests"].items()
    }
    assert report["scan"]["grade"] == "A+", found
    assert report["scan"]["score"] >= 130, found
    assert report["scan"]["testsFailed"] == 0, found
