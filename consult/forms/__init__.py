"""What a client fills in; the forms of the desk are imported from where they are."""

from consult.forms.facts import FactsForm
from consult.forms.intake import ConsultationForm, SuggestForm
from consult.forms.thread import CodeForm, EraseForm, MessageForm, PublicationForm
