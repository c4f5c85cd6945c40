"""What the rich-text editor asks of the server: to keep a picture, to tidy what is pasted."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from richtext.core import pictures, sanitise

# Who may write with the editor may put a picture into it.
WRITERS = [
    f"{app}.{action}_{model}"
    for app, model in (("articles", "article"), ("firm", "page"), ("firm", "practicearea"))
    for action in ("add", "change")
]
NO_PICTURES = "您没有上传图片的权限。"
NO_WRITING = "您没有编辑文章的权限。"


def for_writers(refusal):
    """A view for staff who may write a text that has the editor; others get JSON with the reason.

    POST alone, and CSRF stays on.
    """

    def decorated(view):
        @require_POST
        @wraps(view)
        def guarded(request):
            allowed = any(map(request.user.has_perm, WRITERS))
            if not (admin.site.has_permission(request) and allowed):
                return _refused(refusal, status=403)
            return view(request)

        return guarded

    return decorated


@for_writers(NO_PICTURES)
def upload_picture(request):
    """Store one picture; JSON with its address."""
    upload = request.FILES.get("upload")
    if upload is None:
        return _refused("未收到图片，请重新选择。")
    try:
        pictures.check_room(upload)
        name = pictures.store(upload)
    except ValidationError as error:
        return _refused(error.messages[0])
    except OSError:
        return _refused(pictures.NOT_TAKEN)
    address = pictures.StoredPicture(name).stored_src
    return JsonResponse({"uploaded": 1, "fileName": name.rsplit("/", 1)[1], "url": address})


@for_writers(NO_WRITING)
def tidy_pasted(request):
    """HTML of another program as it would be stored, and how many pictures it leaves out."""
    html = request.POST.get("html", "")
    left_out = sanitise.foreign_pictures(html)
    return JsonResponse({"html": sanitise.clean_html(html), "left_out": left_out})


def _refused(message, status=400):
    return JsonResponse({"uploaded": 0, "error": {"message": message}}, status=status)
