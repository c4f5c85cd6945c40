"""What `make check`, `format`, `lock` and a part of `audit` run; the argument says which."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# The check of production settings must not depend on what the caller's shell holds.
KEPT = {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "PYTHONUTF8"}
PRODUCTION = {"SITE_URL": "https://www.example.com", "EMAIL_URL": "smtp://mail.example.com:25"}
COMPILE = ["-m", "piptools", "compile", "--quiet", "--generate-hashes", "--allow-unsafe"]
COMPILE += ["--strip-extras", "--no-header", "--no-emit-find-links", "--no-emit-index-url"]

TYPES = ["-m", "mypy"]  # its plugin for Django loads the settings
IMPORTS = ["-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]

# What runs on every site, and what a site installs where it wants it.
SHIPPED = ["requirements", "requirements-extras", "requirements-heic", "requirements-law"]
TOOLS = ["requirements-build", "requirements-dev"]
SBOM = "sbom"
BILL = ["-m", "cyclonedx_py", "requirements", "--output-reproducible", "--output-file"]
# Those for which SECURITY.md says why they do not reach us.
ANSWERED = re.findall(r"\b(?:CVE|GHSA|PYSEC)-[\w-]+", Path("SECURITY.md").read_text("utf-8"))
WEAKNESSES = ["-m", "pip_audit", "--disable-pip", "--progress-spinner", "off", "--timeout", "10"]
WEAKNESSES += [f"--requirement={name}.txt" for name in SHIPPED + TOOLS]
WEAKNESSES += [f"--ignore-vuln={one}" for one in ANSWERED]

CHORES = {
    "check": [
        ("代码检查", ["-m", "ruff", "check", "."]),
        ("代码格式", ["-m", "ruff", "format", "--check", "."]),
        ("类型", TYPES),
        ("导入方向", IMPORTS),
        ("模板格式", ["-m", "djlint", "--check", "templates"]),
        ("无用的名字", ["-m", "vulture"]),
        ("用词", ["-m", "tests.naming"]),
        ("正式环境", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
        ("迁移文件", ["manage.py", "makemigrations", "--check", "--dry-run"]),
    ],
    "dependencies": [
        *(
            (f"依赖清单：{name}", [*BILL, f"{SBOM}/{name}.cdx.json", f"{name}.txt"])
            for name in SHIPPED
        ),
        ("许可证", ["-m", "piplicenses", "--summary"]),
        ("已知漏洞（列在 Skip Reason 之下的包没有漏洞数据，没有核对）", WEAKNESSES),
    ],
    "format": [
        ("代码检查", ["-m", "ruff", "check", "--fix", "."]),
        ("代码格式", ["-m", "ruff", "format", "."]),
        ("模板格式", ["-m", "djlint", "--quiet", "--reformat", "templates"]),
    ],
    "lock": [
        (f"{name}.txt", [*COMPILE, "--output-file", f"{name}.txt", f"{name}.in"])
        for name in (*SHIPPED, *TOOLS)
        if Path(f"{name}.in").exists()  # the texts of law are pinned by hand
    ],
}


def environment(arguments, folder):
    """The caller's environment for tools, a production-like one for what loads the settings."""
    if arguments[0] != "manage.py" and arguments != TYPES:
        return None
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    return {**kept, **PRODUCTION, "DATA_DIR": folder}


def do(what):
    """Run every step to its end; 1 if any of them failed."""
    failed = []
    if what == "dependencies":
        Path(SBOM).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="antou-check-") as folder:
        for name, arguments in CHORES[what]:
            say(f"── {name}")
            env = environment(arguments, folder)
            if subprocess.call([sys.executable, *arguments], env=env):  # noqa: S603
                failed.append(name)
    say(f"没有通过：{'、'.join(failed)}" if failed else "全部完成。")
    return 1 if failed else 0


def say(text):
    """A line, before the output of the step that follows it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(do(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
