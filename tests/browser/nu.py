"""The Nu HTML checker over folders of answers and style sheets, in one run of Java."""

import json
import subprocess
from collections import defaultdict
from pathlib import Path

from tests.browser.tools import MODULES

JAR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


def check(*paths):
    """What it says, by the name of the file without its ending."""
    command = ["java", "-Xss4m", "-jar", JAR, "--format", "json", "--stdout"]
    command += ["--exit-zero-always", "--also-check-css", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    found = defaultdict(list)
    for one in json.loads(done.stdout)["messages"]:
        if one["type"] == "error" or one.get("subType") == "warning":
            told = f"{one['message']} {one.get('extract', '').strip()[:160]}"
            found[Path(one.get("url", "")).stem].append(" ".join(told.split()))
    return found
