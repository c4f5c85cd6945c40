"""Whether everything on the bill of materials may be used in the site; `make audit` runs this.

The site is under the MIT licence. What asks no more than to be named goes with it, and so does a
library that may be exchanged (LGPL) or whose own files alone stay open (MPL). Whatever is not
judged here is refused, until somebody has read it.
"""

import json
import re
import sys

from website.operations.supply_chain.bill_of_materials import WRITTEN

CLASSIFIER = "License :: OSI Approved :: "
FITTING = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only",
    "LGPL-3.0-or-later", "LGPL-2.1-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-1.1", "MPL-2.0",
    "PSF-2.0", "Unlicense",
    f"{CLASSIFIER}Apache Software License", f"{CLASSIFIER}BSD License", f"{CLASSIFIER}MIT License",
    f"{CLASSIFIER}SIL Open Font License 1.1 (OFL-1.1)",  # letters; what is set in them is free
}  # fmt: skip
# What was read by a person: who asks for HEIC installs x265 by a file of its own, and nothing of
# ours is linked with it (docs/decisions/0032-libraries.md). The LICENSE of qrcode is a BSD one.
JUDGED = {
    "x265": {"GPL-2.0-or-later"},
    "qrcode": {"License :: Other/Proprietary License"},
}
REFUSED = "许可证还没有人判断：{} {}（{}）"
NONE = "查不到许可证：{} {}"
FINE = "许可证：{}个组件都可以用在本软件里。"


def fits(expression: str) -> bool:
    """Whether one of its alternatives is made of fitting licences alone; brackets are refused."""
    alternatives = [one.split(" AND ") for one in expression.split(" OR ")]
    return any(all(part.strip() in FITTING for part in parts) for parts in alternatives)


def told(component: dict) -> list[str]:
    """The licences of a component, as expressions, identifiers or names."""
    found = component.get("licenses", [])
    named = [{**one.get("license", {}), **one} for one in found]
    return [one.get("expression") or one.get("id") or one["name"] for one in named]


def faults(components: list[dict]) -> list[str]:
    """Why components may not be used, a sentence each; none where all may."""
    found = []
    for one in components:
        name, version = one["name"], one.get("version", "")
        if not told(one):
            found.append(NONE.format(name, version))
        judged = JUDGED.get(re.sub("[-_.]+", "-", name).lower(), set())
        odd = [licence for licence in told(one) if not fits(licence) and licence not in judged]
        found += [REFUSED.format(name, version, licence) for licence in odd]
    return found


def main() -> int:
    """1 and a line for each component of the bill, just written, that may not be used."""
    components = json.loads(WRITTEN.read_text(encoding="utf-8"))["components"]
    found = faults(components)
    sys.stdout.write("\n".join(found or [FINE.format(len(components))]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
