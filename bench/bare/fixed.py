"""Views that ask no database."""

import time

from django.http import HttpResponse

FIXED = b"<!DOCTYPE html><title>fixed</title>" + b"x" * 30_000  # about as long as a page of ours


def clock(request):
    """The processor time that this process has used so far, in seconds."""
    return HttpResponse(repr(time.process_time()))


def fixed(request):
    """A fixed string, through granian and the whole stack."""
    return HttpResponse(FIXED)
