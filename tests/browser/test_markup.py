"""The style sheets under the Nu HTML checker, and the checker itself; pages: test_pages."""

import pytest

from tests.browser import nu, tools
from website import bootstrap

pytestmark = [pytest.mark.ci]

# Properties that browsers know and the checker does not yet.
YOUNG_CSS = [
    "“field-sizing”",
    "“container",
    "“@container”",
    "“line-clamp”",
    "Unknown dimension",  # cqi, a hundredth of the box around
]


def test_the_style_sheets_are_sound_and_the_checker_finds_what_is_planted(tmp_path):
    tools.need(java=True)
    (tmp_path / "planted.html").write_text("<!DOCTYPE html><title>一</title><p><div></p>")
    (tmp_path / "planted.css").write_text("p { colour: red }")
    said = nu.check(bootstrap.ROOT / "static" / "css", tmp_path)
    planted = said.pop("planted")
    assert [word for word in ("“p”", "“colour”") if not any(word in one for one in planted)] == []
    faults = [(name, one) for name, told in said.items() for one in told]
    assert [one for one in faults if not any(young in one[1] for young in YOUNG_CSS)] == []
