"""The bill of materials names everything the site is made of, and its form is CycloneDX."""

import json
import re

import pytest

from website.operations.supply_chain import bill_of_materials as bom

pytestmark = pytest.mark.ci  # cyclonedx-py looks through the whole environment


@pytest.fixture(scope="module")
def whole():
    return bom.bill()


def test_every_locked_package_is_named_with_hashes_and_a_licence(whole):
    named = {one["name"]: one for one in whole["components"] if "pypi" in one["bom-ref"]}
    for file, scope in bom.SCOPES.items():
        for name in re.findall(r"^([\w.-]+)==", (bom.ROOT / file).read_text(), re.M):
            assert named[name]["licenses"]
            assert named[name]["externalReferences"][0]["hashes"]
            assert scope == "optional" or named[name]["scope"] == scope


def test_what_is_carried_along_is_named_too(whole):
    carried = {one["name"]: one for one in whole["components"] if "pypi" not in one["bom-ref"]}
    assert set(carried) == {"altcha", "ckeditor4", *bom.INSIDE_HEIF}
    assert carried["ckeditor4"]["version"] == "4.22.1"
    assert carried["altcha"]["hashes"]
    assert carried["x265"]["scope"] == "optional"


def test_it_fits_the_schema_and_a_wrong_one_does_not(whole, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bom, "bill", lambda: whole)
    monkeypatch.setattr(bom, "ROOT", tmp_path)
    monkeypatch.setattr(bom, "WRITTEN", tmp_path / "sbom" / "antou.cdx.json")
    assert bom.main() == 0
    assert json.loads(bom.WRITTEN.read_text())["specVersion"] == "1.6"
    whole["components"][0]["scope"] = "sometimes"
    assert bom.main() == 1
    assert "sometimes" in capsys.readouterr().err
