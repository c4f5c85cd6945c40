"""Whether a known weakness is in what we use; `make audit` runs this module.

pip-audit passes when nobody answers it: a package that its service does not know is left out with
a note, and none of them is a fault. So what was asked is counted, and where no advisory data could
be had a line says so. That fails nothing: the audit must run on a machine without a network.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILES = [
    *("requirements.txt", "requirements-extras.txt"),
    *("requirements-heic.txt", "requirements-law.txt"),
    *("requirements-build.txt", "requirements-dev.txt"),
]
SERVICES = ("pypi", "osv")
# Those for which SECURITY.md says why they do not reach us.
ANSWERED = re.compile(r"\b(?:CVE|GHSA|PYSEC)-[\w-]+")
TIMEOUT = "10"  # seconds that one question may take
TOOLS = ROOT / "tests" / "tools"
NO_DATA = "没有核对已知漏洞：取不到{}的漏洞数据。请在能访问网络的机器上再运行一次。"
SOME = "没有核对已知漏洞：{}（漏洞数据里没有这些包）。"
FINE = "没有已知漏洞：核对了{}的{}个包。"
WEAK = "有已知漏洞：{} {}，{}，修复的版本：{}。"
NONE_YET = "还没有"
BROKEN = "漏洞检查没有运行成功：{}"
# What pip-audit says, or Python above it, when the service cannot be reached at all.
UNREACHED = ("ConnectionError", "Could not connect", "ServiceError", "Timeout", "ProxyError")


@dataclass
class Report:
    """What was asked of the packages of one kind: how many were judged, what was found."""

    asked: int = 0
    left: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    broken: str = ""

    def lines(self, name: str) -> Iterable[str]:
        """What people are told of it."""
        if self.broken:
            yield BROKEN.format(self.broken)
        elif not self.asked:
            yield NO_DATA.format(name)
        elif self.left:
            yield SOME.format("、".join(self.left))
        yield from self.weak
        if self.asked and not self.weak:
            yield FINE.format(name, self.asked)


def of_python(files: Iterable[Path], *more: str) -> Report:
    """What is known of the pinned packages, by the first service that answers.

    `more` are arguments for pip-audit: which service, or where it is.
    """
    report = Report()
    for service in SERVICES:
        chosen = more or ("--vulnerability-service", service)
        report = _asked([arg for file in files for arg in ("--requirement", str(file))], chosen)
        if report.asked or report.broken or more:
            break
    return report


def _asked(requirements, more):
    command = ["-m", "pip_audit", *requirements, "--disable-pip", "--progress-spinner", "off"]
    command += ["--format", "json", "--desc", "off", "--timeout", TIMEOUT, *more]
    for known in ANSWERED.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8")):
        command += ["--ignore-vuln", known]
    done = subprocess.run(  # noqa: S603
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True
    )
    try:
        return _read(json.loads(done.stdout)["dependencies"])
    except ValueError:  # no report was made at all
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        away = any(sign in done.stderr for sign in UNREACHED)
        return Report() if away else Report(broken=last)


def _read(packages):
    """A report; a package with a `skip_reason` was not judged."""
    asked = [one for one in packages if "skip_reason" not in one]
    left = sorted({one["name"] for one in packages if "skip_reason" in one})
    weak = [
        WEAK.format(one["name"], one["version"], found["id"], _fixed(found["fix_versions"]))
        for one in asked
        for found in one["vulns"]
    ]
    return Report(len(asked), left, sorted(set(weak)))


def of_the_tools(folder: Path = TOOLS, **env: str) -> Report:
    """What is known of the programs of the tests, from the registry of npm."""
    done = subprocess.run(
        ["npm", "audit", "--json"],  # noqa: S607
        cwd=folder, capture_output=True, text=True, env={**os.environ, **env},
    )  # fmt: skip
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return Report(broken=(done.stderr.strip().splitlines() or ["npm"])[0])
    if "vulnerabilities" not in told:  # the registry has no such page, or nobody answered
        return Report()
    weak = [
        WEAK.format(name, one["range"], one["severity"], _fixed([_fix(one)]))
        for name, one in told["vulnerabilities"].items()
    ]
    return Report(told["metadata"]["dependencies"]["total"], weak=weak)


def _fix(one):
    fix = one["fixAvailable"]
    return fix["version"] if isinstance(fix, dict) else ""


def _fixed(versions):
    return "、".join(filter(None, versions)) or NONE_YET


def main() -> int:
    """1 where a weakness is known or a tool is broken, 0 also where nobody could be asked."""
    reports = {"PyPI": of_python([ROOT / name for name in FILES]), "npm": of_the_tools()}
    for name, report in reports.items():
        sys.stdout.write("".join(f"{line}\n" for line in report.lines(name)))
    return 1 if any(one.weak or one.broken for one in reports.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
