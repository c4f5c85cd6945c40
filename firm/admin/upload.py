"""Picture upload of the rich-text editor: JSON as CKEditor's dialog and paste expect it."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from firm import images

# Who may write with the editor may put a picture into it.
WRITERS = [
    f"{app}.{action}_{model}"
    for app, model in (("articles", "article"), ("firm", "page"), ("firm", "practicearea"))
    for action in ("add", "change")
]


@require_POST
def upload_picture(request):
    """Store one picture for staff who may write a text that has the editor; CSRF stays on."""
    allowed = any(map(request.user.has_perm, WRITERS))
    if not (admin.site.has_permission(request) and allowed):
        return _refused("您没有上传图片的权限。", status=403)
    upload = request.FILES.get("upload")
    if upload is None:
        return _refused("没有收到图片，请重新选择。")
    try:
        name = images.store(upload)
    except ValidationError as error:
        return _refused(error.messages[0])
    picture = images.StoredPicture(name)
    return JsonResponse({"uploaded": 1, "fileName": name.rsplit("/", 1)[1], "url": picture.src})


def _refused(message, status=400):
    return JsonResponse({"uploaded": 0, "error": {"message": message}}, status=status)
