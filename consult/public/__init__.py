"""The client's side: form, receipt, thread, and what a client may do with what was confided."""

from consult.public.challenge import challenge
from consult.public.facts import facts
from consult.public.files import file
from consult.public.intake import begin, new, show_form
from consult.public.publication import article
from consult.public.rating import rate
from consult.public.receipt import helpful, received
from consult.public.rights import (
    allow_publication,
    copy,
    erase,
    erased,
    stop_mail,
    stop_sms,
    withdraw,
)
from consult.public.stop import stop
from consult.public.suggest import suggest
from consult.public.thread import show_thread_again, thread

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
