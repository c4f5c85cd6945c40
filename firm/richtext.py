"""Rich text: the editor's widget and the fence behind it.

The only module that knows ckeditor and nh3. CKEditor 4 is end of life, so the editor is comfort
and `clean_html` is the fence: everything that enters a rich-text field passes it when it is
saved, and again when it is shown.
"""

import re

import nh3
from ckeditor.widgets import CKEditorWidget
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.decorators import method_decorator

from firm import images

TAGS = {
    "p", "br", "h2", "h3", "h4", "strong", "em", "b", "i", "u", "s", "sub", "sup", "ul", "ol",
    "li", "blockquote", "a", "img", "figure", "figcaption", "table", "caption", "thead", "tbody",
    "tr", "th", "td", "hr", "code", "pre",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
# Pictures come from the site alone: a foreign host would learn who reads what.
OWN_PICTURE = re.compile(rf"/media/{images.NAME.pattern}")

MOST_PASSES = 8

CONFIG = {
    "language": "zh-cn",
    "versionCheck": False,
    "width": "100%",
    "height": 420,
    "extraPlugins": "divarea,antou",
    "removePlugins": (
        "exportpdf,scayt,wsc,preview,print,flash,iframe,about,forms,smiley,resize,save,newpage,"
        "templates,pagebreak,language,div,bidi"
    ),
    "toolbar": [
        ["H2", "H3", "Bold", "RemoveFormat"],
        ["NumberedList", "BulletedList", "Blockquote"],
        ["Link", "Unlink", "Picture", "Table"],
        ["PasteText", "PasteFromWord", "Undo", "Redo"],
        ["Source", "Maximize"],
    ],
    "format_tags": "p;h2;h3;h4",
    "allowedContent": (
        "p h2 h3 h4 strong em u s sub sup ul li blockquote caption thead tbody tr hr;"
        " ol[start]; a[!href,title]; img[!src,alt,width,height]; table; th[colspan,rowspan,scope];"
        " td[colspan,rowspan]"
    ),
    "disallowedContent": "script style; *[on*]",
    "forcePasteAsPlainText": False,
    "clipboard_handleImages": False,  # static/js/editor_upload.js does it
    "image_previewText": " ",
    "linkShowAdvancedTab": False,
    "removeDialogTabs": (
        "image:advanced;image:Link;image:Upload;link:advanced;link:target;link:upload"
    ),
    "filebrowserBrowseUrl": "",
}

EDITOR_CSP = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src-attr": ["'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}


def _attribute(tag, name, value):
    if tag == "img" and name == "src":
        return value if OWN_PICTURE.fullmatch(value) else None
    return value


def clean_html(html):
    """HTML with nothing in it but the tags and attributes an article needs; idempotent.

    HTML exists that a parser reads in another way once it was written out again (a link around a
    table with a link in it): the ground of "mutation" attacks. So it is cleaned until it is
    settled, and what never settles is kept as plain text.
    """
    text = (html or "").replace("\x00", "")
    for _ in range(MOST_PASSES):
        cleaned = _clean_once(text)
        if cleaned == text:
            return cleaned
        text = cleaned
    return nh3.clean(text, tags=set())


def _clean_once(html):
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    # A parser drops the line break behind <pre>: without them a second pass changes nothing.
    cleaned = re.sub(r"<pre>\n+", "<pre>", cleaned)
    return re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", cleaned)


class EditorWidget(CKEditorWidget):
    """The rich-text editor of the admin, in Chinese, with our own picture upload."""

    def __init__(self, upload_url, attrs=None):
        super().__init__(attrs=attrs)
        self.config = {**self.config, **CONFIG, "uploadUrl": upload_url}

    @property
    def media(self):
        # The script that adds the CSRF token needs CKEDITOR, so both stand in one ordered list.
        own = forms.Media(
            js=["ckeditor/ckeditor/ckeditor.js", "js/editor_upload.js"],
            css={"all": ["css/editor.css"]},
        )
        return super().media + own


class EditorAdminMixin:
    """Gives the named fields the editor, and its change pages the relaxed policy it needs."""

    rich_fields = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.rich_fields:
            kwargs["widget"] = EditorWidget(upload_url=reverse("admin:firm_upload_picture"))
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @method_decorator(csp_replace(EDITOR_CSP))
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)
