"""A licence that does not fit ours, and one that nobody has judged, is refused by name."""

import pytest

from website.operations.supply_chain.licences import NONE, REFUSED, faults


def package(*licences, name="planted"):
    return {"name": name, "version": "1", "licenses": list(licences)}


@pytest.mark.parametrize(
    "licence",
    [
        {"license": {"id": "MIT"}},
        {"license": {"name": "License :: OSI Approved :: BSD License"}},
        {"license": {"name": "License :: OSI Approved :: SIL Open Font License 1.1 (OFL-1.1)"}},
        {"expression": "GPL-2.0-or-later OR MPL-1.1"},
        {"expression": "MIT AND PSF-2.0"},
    ],
)
def test_what_asks_no_more_than_to_be_named_fits(licence):
    assert faults([package(licence)]) == []


@pytest.mark.parametrize(
    "told", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "SSPL-1.0", "Anything"]
)
def test_what_binds_our_own_code_or_is_unknown_is_refused(told):
    fine = {"license": {"id": "MIT"}}  # beside a fitting one, too
    assert faults([package(fine, {"expression": told})]) == [REFUSED.format("planted", "1", told)]


def test_a_package_without_a_licence_is_refused():
    assert faults([package()]) == [NONE.format("planted", "1")]


def test_the_codec_of_heic_is_known_and_no_other_package_may_bring_it():
    codec = {"expression": "GPL-2.0-or-later"}
    assert faults([package(codec, name="x265")]) == []
    assert faults([package(codec, name="another")])
