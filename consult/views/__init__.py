"""The client's side: form, receipt, thread, and what a client may do with what was confided."""

from consult.views.challenge import challenge
from consult.views.files import file
from consult.views.intake import new, show_form
from consult.views.receipt import received
from consult.views.rights import allow_publication, copy, erase, erased, stop_mail, withdraw
from consult.views.stop import stop
from consult.views.suggest import suggest
from consult.views.thread import show_thread_again, thread

__all__ = [
    "allow_publication",
    "challenge",
    "copy",
    "erase",
    "erased",
    "file",
    "new",
    "received",
    "show_form",
    "show_thread_again",
    "stop",
    "stop_mail",
    "suggest",
    "thread",
    "withdraw",
]
