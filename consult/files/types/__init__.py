"""Checks uploaded files by their content, and decides under what name they are kept."""

from consult.files.types.accepted_types import ACCEPT, KINDS, TAKEN, CheckedFile, FileTypeError
from consult.files.types.names import shown_name
from consult.files.types.upload_check import check_upload, sorted_out

__all__ = [
    "ACCEPT",
    "KINDS",
    "TAKEN",
    "CheckedFile",
    "FileTypeError",
    "check_upload",
    "shown_name",
    "sorted_out",
]
