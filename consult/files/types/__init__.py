"""Which files are taken from people, judged by their content, and under what name they are kept."""

from consult.files.types.judge import judge
from consult.files.types.kinds import ACCEPT, KINDS, TAKEN, Checked, FileTypeError

__all__ = ["ACCEPT", "KINDS", "TAKEN", "Checked", "FileTypeError", "judge"]
