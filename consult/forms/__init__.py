"""What a client and a lawyer fill in."""

from consult.forms.desk import NoteForm, ReplyForm
from consult.forms.intake import ConsultationForm
from consult.forms.suggest import SuggestForm
from consult.forms.thread import CodeForm, EraseForm, MessageForm, PublicationForm

__all__ = [
    "CodeForm",
    "ConsultationForm",
    "EraseForm",
    "MessageForm",
    "NoteForm",
    "PublicationForm",
    "ReplyForm",
    "SuggestForm",
]
