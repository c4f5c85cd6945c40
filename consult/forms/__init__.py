"""What a client and a lawyer fill in."""

from consult.forms.desk import NoteForm, ReplyForm
from consult.forms.intake import ConsultationForm
from consult.forms.thread import CodeForm, MessageForm

__all__ = ["CodeForm", "ConsultationForm", "MessageForm", "NoteForm", "ReplyForm"]
