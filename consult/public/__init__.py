"""The client's side: form, receipt, thread, and what a client may do with what was confided."""

from consult.public.intake import (
    begin,
    challenge,
    facts,
    helpful,
    new,
    received,
    show_form,
    suggest,
)
from consult.public.rights import (
    allow_publication,
    copy,
    erase,
    erased,
    stop,
    stop_mail,
    stop_sms,
    withdraw,
)
from consult.public.thread import article, file, rate, show_thread_again, thread

__all__ = [
    "allow_publication",
    "article",
    "begin",
    "challenge",
    "copy",
    "erase",
    "erased",
    "facts",
    "file",
    "helpful",
    "new",
    "rate",
    "received",
    "show_form",
    "show_thread_again",
    "stop",
    "stop_mail",
    "stop_sms",
    "suggest",
    "thread",
    "withdraw",
]
