"""The tools by name, in the order in which a new firm lists them."""

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
TOOLS: dict[str, Tool] = {one.TOOL.name: one.TOOL for one in MODULES}
