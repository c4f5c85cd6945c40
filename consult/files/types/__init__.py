"""Checks uploaded files by their content, and decides under what name they are kept."""

from consult.files.types.accepted_types import (
    ACCEPT,
    CONTENT_TYPES,
    KINDS,
    TAKEN,
    CheckedFile,
    FileTypeError,
)
from consult.files.types.names import shown_name
from consult.files.types.upload_check import (
    EMPTY,
    ENDINGS,
    TOO_BIG,
    UNKNOWN,
    check_upload,
    sentence,
    sorted_out,
)

__all__ = [
    "ACCEPT",
    "CONTENT_TYPES",
    "EMPTY",
    "ENDINGS",
    "KINDS",
    "TAKEN",
    "TOO_BIG",
    "UNKNOWN",
    "CheckedFile",
    "FileTypeError",
    "check_upload",
    "sentence",
    "shown_name",
    "sorted_out",
]
