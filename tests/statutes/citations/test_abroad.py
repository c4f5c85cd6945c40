"""Which names are of law that is not the mainland's."""

import pytest

from statutes.citations.names import abroad


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("德国民法典", "外国法律"),
        ("美国统一商法典", "外国法律"),
        ("纽约公约", "国际条约"),
        ("香港公司条例", "港澳台地区的规定"),
        ("中华民国民法", "港澳台地区的规定"),
    ],
)
def test_a_name_says_whose_law_it_is(name, what):
    assert abroad(name) == what


@pytest.mark.parametrize(
    "name",
    [
        "民法典",
        "香港特别行政区基本法",
        "澳门特别行政区驻军法",
        "台湾同胞投资保护法",
        "外国国家豁免法",
    ],
)
def test_the_states_own_law_is_not_foreign(name):
    assert abroad(name) == ""
