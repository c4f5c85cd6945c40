"""The package itself, where it is installed: what the fill relies on is so."""

import pytest

from statutes.importing import package
from statutes.importing.package import document_of

INSTALLED = package.installed()
pytestmark = pytest.mark.skipif(INSTALLED is None, reason=package.ABSENT)


@pytest.fixture(scope="module")
def code():
    """民法典 as the package has it."""
    with INSTALLED.opened() as contents:
        (found,) = [
            one for one in package.statutes_in(contents) if one.name == "中华人民共和国民法典"
        ]
        return found, document_of(found.name, package.articles_of(found, contents))


def test_a_version_is_known_by_the_day_of_its_promulgation(code):
    assert str(code[0].promulgated) == "2020-05-28"


def test_the_articles_of_the_code_stand_in_their_books(code):
    found = code[1].provisions
    assert [one.number for one in found] == list(range(1, 1261))
    assert found[576].text.startswith("当事人一方不履行合同义务或者履行合同义务不符合约定的，")
    assert found[576].part.split("\n") == ["第三编 合同", "第一分编 通则", "第八章 违约责任"]
    assert {one.part.split("\n")[0] for one in found if one.number < 205} == {"第一编 总则"}
