"""The address of a lawyer is the name as it is spoken."""

import pytest

from firm.models import Lawyer
from transfer.legacy_page.readable_slug import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("方静川", "fang-jingchuan"),
        ("方静", "fang-jing"),
        ("欧阳静川", "ouyang-jingchuan"),
        ("欧阳静", "ouyang-jing"),
        ("欧阳", "ou-yang"),
        ("单国强", "shan-guoqiang"),
        ("仇静", "qiu-jing"),
        ("吕明", "lyu-ming"),
        ("阿依·古丽", "ayi-guli"),
    ],
)
def test_surname_and_given_name_are_parted(db, name, slug):
    assert slug_of(name) == slug


def test_a_name_that_is_taken_gets_a_number(db):
    for slug in ("fang-jingchuan", "fang-jingchuan-2"):
        Lawyer.objects.create(name="方敬川", slug=slug)
    assert slug_of("方静川") == "fang-jingchuan-3"


def test_a_sign_without_a_sound_leaves_an_address(db):
    assert slug_of("𠮷𠮷") == "lawyer"
