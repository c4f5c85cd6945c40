"""Which files are taken from people, judged by their content, and under what name they are kept."""

from consult.filetypes.judge import judge
from consult.filetypes.kinds import ACCEPT, KINDS, TAKEN, Checked, Refused

__all__ = ["ACCEPT", "KINDS", "TAKEN", "Checked", "Refused", "judge"]
