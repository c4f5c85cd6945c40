"""Numbers that the authorities give out."""

import pytest
from django.core.exceptions import ValidationError

from firm.base import validators

GOOD = [
    (validators.lawyer_licence, ["13201201510123456"]),
    (validators.firm_licence, ["31320000MD01234567", "23201199510999999"]),
    (validators.icp_number, [
        "苏ICP备12345678号", "苏ICP备12345678号-1", "京ICP备2021012345号-12", "京ICP证030173号",
        "浙B2-20080101", "浙B2-20080101-3",
    ]),
    (validators.police_number, ["苏公网安备 32010002000001号", "苏公网安备32010002000001号"]),
    (validators.qq_number, ["10000", "12345678901"]),
    (validators.wechat_id, ["lawyer_lin", "Lin-zhiyuan01"]),
]  # fmt: skip
BAD = [
    (validators.lawyer_licence, [
        "1320120151012345", "132012015101234567", "1320120151012345X",
        "１３２０１２０１５１０１２３４５６",
        "١٣٢٠١٢٠١٥١٠١٢٣٤٥٦", "13201201510123456\n", " 13201201510123456",
    ]),
    (validators.firm_licence, [
        "31320000md01234567", "123", "A" * 21,
        "３１３２００００MD01234567",
    ]),
    (validators.icp_number, [
        "ICP备12345678号", "某ICP备12345678号", "苏ICP备12345号", "苏ICP备12345678",
        "苏icp备12345678号",
        "苏ICP备１２３４５６７８号", "苏ICP备12345678号-1 <b>", "苏ICP备12345678号\n",
    ]),
    (validators.police_number, [
        "苏公网安备 3201000200000号", "公网安备 32010002000001号", "苏公网安备 32010002000001",
        "苏公网安备 ３２０１０００２００００１２号", "苏公网安备\n32010002000001号",
    ]),
    (validators.qq_number, ["01234", "1234", "123456789012", "12345a", "１２３４５"]),
    (validators.wechat_id, ["1lawyer", "short", "a" * 21, "lawyer林律师", "law yer"]),
]  # fmt: skip


def pairs(table):
    return [(check, value) for check, values in table for value in values]


@pytest.mark.parametrize(("check", "value"), pairs(GOOD))
def test_a_good_number_passes(check, value):
    assert check(value) is None


@pytest.mark.parametrize(("check", "value"), pairs(BAD))
def test_a_bad_number_is_refused_in_chinese(check, value):
    with pytest.raises(ValidationError) as refusal:
        check(value)
    assert any("\u4e00" <= char <= "\u9fff" for char in refusal.value.messages[0])
