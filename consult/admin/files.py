"""Downloads of a consultation's files on the desk: permission checked, each one recorded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from consult import services
from consult.base.enums import Scan
from consult.base.policy import Action
from consult.desk import access
from consult.files import downloads
from consult.models import Attachment

WITHHELD = {
    Scan.PENDING: "附件正在查毒，请稍后再下载。",
    Scan.INFECTED: "附件发现病毒，已隔离，不能下载。",
}


@require_GET
def download(request, admin, key, file_key):
    """The file as a download; one that waits for the scanner leads back to the page."""
    if not admin.has_view_permission(request):  # before anybody learns what exists
        raise PermissionDenied
    consultation = access.find(request.user, key)
    files = Attachment.objects.select_related("message__consultation")
    attachment = files.filter(pk=file_key, message__consultation=consultation).first()
    if consultation is None or attachment is None:
        raise Http404("附件不存在")
    if not consultation.allows(Action.READ):
        raise PermissionDenied
    if attachment.scan in WITHHELD:
        messages.error(request, WITHHELD[Scan(attachment.scan)])
        return redirect("admin:consult_consultation_change", consultation.pk)
    return _handed_out(attachment, request.user)


def _handed_out(attachment, user):
    answer = downloads.response(attachment)
    if answer.status_code == 200:
        services.record_file_opening(attachment=attachment, user=user)
    return answer
