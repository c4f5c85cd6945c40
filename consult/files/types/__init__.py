"""Which files are taken from people, judged by their content, and under what name they are kept."""

from consult.files.types.accepted_types import ACCEPT, KINDS, TAKEN, Checked, FileTypeError
from consult.files.types.upload_check import check_upload

__all__ = ["ACCEPT", "KINDS", "TAKEN", "Checked", "FileTypeError", "check_upload"]
