"""The tools by name, in the order in which a new firm lists them."""

from calculators.formulas import court_fee
from calculators.formulas.base import Tool

TOOLS: dict[str, Tool] = {one.TOOL.name: one.TOOL for one in (court_fee,)}
