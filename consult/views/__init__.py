"""The client's side: form, receipt, thread."""

from consult.views.challenge import challenge
from consult.views.intake import new, show_form
from consult.views.receipt import received
from consult.views.thread import show_thread_again, thread

__all__ = ["challenge", "new", "received", "show_form", "show_thread_again", "thread"]
