"""The tools by name, in the order in which a new firm lists them."""

import tomllib
from pathlib import Path

from calculators.formulas import (
    annual_leave,
    court_fee,
    court_request,
    deadline,
    delayed_payment,
    double_wage,
    overtime,
    personal_injury,
    private_loan,
    severance,
    work_injury,
)
from calculators.formulas.base import Tool

MODULES = (
    *(severance, court_fee, deadline, private_loan, overtime, personal_injury),
    *(work_injury, double_wage, delayed_payment, annual_leave, court_request),
)
WORDS = tomllib.loads((Path(__file__).parents[1] / "data" / "tools.toml").read_text("utf-8"))


def _tool(module) -> Tool:
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    words = WORDS["tools"][name]
    return Tool(name, module.Facts, module.compute, **{**words, "keys": tuple(words["keys"])})


TOOLS = {one.name: one for one in map(_tool, MODULES)}
