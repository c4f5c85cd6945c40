"""The sample site that tests start from: a first start of this run, and copies of what it left."""

import os
import re
from pathlib import Path

import pytest

from tests.environment import RUN
from tests.sample_site import SampleSite
from website.management.commands.serve import FIRST

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A copy that runs; `first` is the folder that it was made from."""
    with SampleSite(tmp_path_factory.mktemp("site"), WEB_WORKERS="1") as running:
        yield running


def test_the_first_start_says_once_how_to_come_in_and_ends_in_good_order(site):
    said = site.first_words
    assert len(re.findall(r"^密码：[a-zA-Z2-9]{16,}$", said, re.M)) == 1
    assert said.count("示例查询码：") == said.count(FIRST) == 1
    assert said.endswith("已停止。\n")


def test_a_copy_shows_the_sample_firm_and_asks_for_no_first_start(site):
    status, page = site.get("/lawyers/")
    assert (status, "林致远" in page) == (200, True)
    assert "密码：" not in site.output
    assert FIRST not in site.output


def test_what_one_site_holds_is_no_other_ones(site):
    first = Path(os.environ[RUN]) / "site"
    assert site.secret != (first / "secrets" / "secret_key").read_text().strip()
    name = site.shell(
        "from firm.models import Lawyer as L; L.objects.update(name='某人');"
        "print(L.objects.first().name)"
    )
    assert name == "某人\n"
    assert "某人" in site.get("/lawyers/")[1]
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        site.shell("1 / 0")
    assert site.shell("print(1)") == "1\n"
