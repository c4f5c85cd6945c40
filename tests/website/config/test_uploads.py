"""The quotas of uploads as the environment gives them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from consult.files.types.upload_handler import LARGEST, MOST_FILES
from website.config import engines
from website.config.engines import ONE_ADDRESS, TOTAL, UNPROVED

MB = 1024 * 1024


def test_by_themselves_an_hour_takes_one_form_at_its_fullest(monkeypatch):
    for name in (ONE_ADDRESS, UNPROVED, TOTAL):
        monkeypatch.delenv(name, raising=False)
    one_address, unproved, total = engines.quotas()
    assert one_address * MB // 2 >= LARGEST * MOST_FILES
    assert total - unproved >= 4 * one_address * 4, "four sites leave room for others"


def test_an_hour_of_the_least_takes_one_file_at_its_largest():
    assert engines.LEAST * MB // 2 >= LARGEST


@pytest.mark.parametrize("value", ["viel", "0", "-1", "39", "1e3", "1000001", "二百"])
@pytest.mark.parametrize("name", [ONE_ADDRESS, UNPROVED, TOTAL])
def test_what_is_no_sensible_number_is_refused_with_a_sentence(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(
        ImproperlyConfigured, match=f"环境变量 {name} 应为 40 到 1000000 之间的整数"
    ):
        engines.quotas()


@pytest.mark.parametrize(
    "values", [(200, 1000, 1000), (200, 1000, 900), (1001, 1000, 5000), (200, 100, 5000)]
)
def test_quotas_that_contradict_each_other_are_refused_with_a_sentence(monkeypatch, values):
    for name, value in zip((ONE_ADDRESS, UNPROVED, TOTAL), values, strict=True):
        monkeypatch.setenv(name, str(value))
    with pytest.raises(ImproperlyConfigured, match=f"{UNPROVED} 必须小于 {TOTAL}.*{values[0]}"):
        engines.quotas()


def test_chosen_ones_are_taken(monkeypatch):
    monkeypatch.setenv(ONE_ADDRESS, "400")
    monkeypatch.setenv(UNPROVED, "400")
    assert engines.quotas() == (400, 400, 5000)
