"""Which files are taken from people, judged by their content, and under what name they are kept."""

from consult.files.types.accepted_types import ACCEPT, KINDS, TAKEN, CheckedFile, FileTypeError
from consult.files.types.upload_check import check_upload

__all__ = ["ACCEPT", "KINDS", "TAKEN", "CheckedFile", "FileTypeError", "check_upload"]
