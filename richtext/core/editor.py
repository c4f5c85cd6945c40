"""The rich-text editor of the admin: its field, its page, and what it asks of the server.

The only module that knows ckeditor, which is end of life: the fence is `richtext.core.sanitise`.
"""

from collections.abc import Sequence
from typing import Any

from ckeditor.widgets import CKEditorWidget
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.urls import reverse
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


def _may_write(request):
    return admin.site.has_permission(request) and any(map(request.user.has_perm, WRITERS))


@require_POST
def upload_picture(request):
    if not _may_write(request):
        return _refused(NO_PICTURES, status=403)
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


@require_POST
def tidy_pasted(request):
    """HTML of another program as it would be stored, and how many pictures it leaves out."""
    if not _may_write(request):
        return _refused(NO_WRITING, status=403)
    html = pictures.with_stored_urls(request.POST.get("html", ""))
    left_out = sanitise.foreign_pictures(html)
    return JsonResponse({"html": sanitise.clean_html(html), "left_out": left_out})


def _refused(message, status=400):
    return JsonResponse({"uploaded": 0, "error": {"message": message}}, status=status)


# With its formatting. A form posts a Chinese character as nine bytes: with this bound the form
# itself can answer, before DATA_UPLOAD_MAX_MEMORY_SIZE (2 MB) answers for the whole site.
MOST_CHARACTERS = 200_000
TOO_LONG = (
    "正文过长：连同排版代码共{now:,}个字符，最多{most:,}个。"
    "请拆成几篇，或用“粘贴为无格式文本”重新粘贴。"
)
TOO_DEEP = "正文排版嵌套过多，网页无法显示。请用“粘贴为无格式文本”重新粘贴。"
PARTS = ("", "_picture", "_upload", "_paste", "_size", "_ckeditor", "_buttons")
SCRIPTS = [f"js/editor{part}.js" for part in PARTS]

CONFIG = {
    "language": "zh-cn",
    "versionCheck": False,
    "width": "100%",
    "height": 420,
    "extraPlugins": "divarea,antou",
    "removePlugins": (
        "exportpdf,scayt,wsc,preview,print,flash,iframe,about,forms,smiley,resize,elementspath,save,"
        "newpage,templates,pagebreak,language,div,bidi,image,pastefromword,pastefromgdocs,"
        "pastefromlibreoffice,pastetools,uploadimage"
    ),
    "toolbar": [
        ["H2", "H3", "Bold", "RemoveFormat"],
        ["NumberedList", "BulletedList", "Blockquote"],
        ["Link", "Unlink", "Picture", "PictureText", "Table"],
        ["PasteText", "Undo", "Redo"],
        ["Source", "Maximize"],
    ],
    "format_tags": "p;h2;h3;h4",
    "allowedContent": (
        "p h2 h3 h4 strong em u s sub sup ul li blockquote caption thead tbody tr hr code pre"
        " figure figcaption;"
        " ol[start]; a[!href,title]; img[!src,alt,width,height]; table; th[colspan,rowspan,scope];"
        " td[colspan,rowspan]"
    ),
    "disallowedContent": "script style; *[on*]",
    "forcePasteAsPlainText": False,
    "clipboard_handleImages": False,  # static/js/editor_paste.js does it
    "linkShowAdvancedTab": False,
    "removeDialogTabs": "link:advanced;link:target;link:upload",
    "filebrowserBrowseUrl": "",
}

EDITOR_CSP = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "img-src": [*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"], "data:", "blob:"],
    "frame-src": ["'self'"],  # the preview
    "script-src-attr": ["'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}


class EditorWidget(CKEditorWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs)
        own = {
            "uploadUrl": reverse("admin:firm_upload_picture"),
            "pasteUrl": reverse("admin:firm_tidy_pasted"),
            "mostCharacters": MOST_CHARACTERS,
        }
        self.config: dict[str, Any] = {**self.config, **CONFIG, **own}

    def format_value(self, value: Any) -> str:
        """Through the fence of today, whatever an earlier release stored."""
        return sanitise.clean_html(value)

    @property
    def media(self) -> forms.Media:
        # Our scripts need CKEDITOR, so they stand behind it in one ordered list.
        own = forms.Media(
            js=["ckeditor/ckeditor/ckeditor.js", *SCRIPTS],
            css={"all": ["css/editor.css"]},
        )
        return super().media + own


class RichTextField(forms.CharField):
    """The text of an editor: refused, with the reason, where it is no text for a page."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(sanitise.storable(value) if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_CHARACTERS:
            raise ValidationError(TOO_LONG.format(now=len(value), most=MOST_CHARACTERS))
        if sanitise.is_too_deep(value):
            raise ValidationError(TOO_DEEP)


class EditorAdminMixin(admin.ModelAdmin):
    """Gives the named fields the editor, and its change pages the relaxed policy it needs."""

    rich_fields: Sequence[str] = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.rich_fields:
            kwargs["widget"] = EditorWidget()
            return db_field.formfield(form_class=RichTextField, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changeform_view(self, *args, **kwargs):
        return csp_replace(EDITOR_CSP)(super().changeform_view)(*args, **kwargs)
