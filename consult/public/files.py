"""The files of a thread, handed out behind the code only."""

from django.http import Http404
from django.views.decorators.http import require_safe

from consult.client import session
from consult.files import downloads
from consult.models import Attachment
from consult.public.confidential import confidential


@require_safe
@confidential
def file(request, pk):
    """One file as a download; 404 for all who may not have it, whether it exists or not."""
    consultation = session.current(request)
    if consultation is None:
        raise Http404
    messages = consultation.messages.for_client()
    attachment = Attachment.objects.released().filter(pk=pk, message__in=messages).first()
    if attachment is None:
        raise Http404
    return downloads.response(attachment)
