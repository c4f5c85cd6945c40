"""Rich text: the editor's widget and the fence behind it.

The only module that knows ckeditor and nh3. CKEditor 4 is end of life, so the editor is comfort
and `clean_html` is the fence: everything that enters a rich-text field passes it when it is
saved, and again when it is shown.
"""

import re
from collections.abc import Sequence

import nh3
from ckeditor.widgets import CKEditorWidget
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.decorators import method_decorator

from richtext import paste
from richtext.core import limits
from richtext.core import pictures as core_pictures

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
OWN_PICTURE = re.compile(rf"/media/{core_pictures.NAME.pattern}")

PICTURE_OF_NOTHING = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
# Refused by PostgreSQL, by the encoder or by XML (the feed): C0 signs, surrogates, non-characters.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# What is read before it is dropped (richtext.paste), and what is dropped with all that is in it.
READ_TAGS = TAGS | set(paste.DISSOLVED)
READ_ATTRIBUTES = {
    **ATTRIBUTES, "*": {"style", "class", "align"}, "del": {"cite", "datetime"},
}  # fmt: skip
UNREAD = {"script", "style", "title", "xml", "iframe", "noscript", "select"}
MAYBE_PASTED = re.compile(
    rf"<(?:{'|'.join(paste.DISSOLVED)})\b|\s(?:style|class|align)\s*=|<br\s*/?>\s*<br", re.I
)

MOST_PASSES = 8

# With its formatting. A form posts a Chinese character as nine bytes: with this bound the form
# itself can answer, before DATA_UPLOAD_MAX_MEMORY_SIZE (2 MB) answers for the whole site.
MOST_CHARACTERS = 200_000
TOO_LONG = (
    "正文太长：连同排版代码共{now:,}个字符，最多{most:,}个。"
    "请拆成几篇，或者点“粘贴为无格式文本”重新粘贴。"
)
TOO_DEEP = "正文的排版套了太多层，网页显示不了。请点“粘贴为无格式文本”重新粘贴。"
SCRIPTS = [
    "js/editor_buttons.js", "js/editor_picture.js", "js/editor_upload.js", "js/editor_paste.js",
    "js/editor_size.js",
]  # fmt: skip

CONFIG = {
    "language": "zh-cn",
    "versionCheck": False,
    "width": "100%",
    "height": 420,
    "extraPlugins": "divarea,antou",
    "removePlugins": (
        "exportpdf,scayt,wsc,preview,print,flash,iframe,about,forms,smiley,resize,save,newpage,"
        "templates,pagebreak,language,div,bidi,image,pastefromword,pastefromgdocs,"
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

    What was copied from another program is read for what it means first. HTML exists that a
    parser reads in another way once it was written out again (a link around a table with a link
    in it): the ground of "mutation" attacks. So it is cleaned until it is settled, and what never
    settles is kept as plain text.
    """
    text = storable(html or "")
    if limits.is_too_deep(text):
        text = "".join(f"<p>{line}</p>" for line in limits.lines(text))
    for _ in range(MOST_PASSES):
        cleaned = _clean_once(_tidied(text))
        if cleaned == text:
            return cleaned
        text = cleaned
    return _sanitised(text, tags=set())


def _sanitised(html, **allowed):
    return limits.unveiled(nh3.clean(limits.veiled(html), **allowed))


def storable(text):
    """Text without the signs that no database and no XML takes: NUL, halves of surrogates."""
    return UNSTORABLE.sub("", text)


def _tidied(html):
    """HTML of another program as an article's; one that passed the fence costs a search here."""
    if not MAYBE_PASTED.search(html):
        return html
    return paste.tidy_pasted(_well_formed(html))


def _well_formed(html):
    """Everything that has to be read for its meaning, and no picture from elsewhere."""
    written = _sanitised(
        html,
        tags=READ_TAGS,
        clean_content_tags=UNREAD,
        attributes=READ_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return PICTURE_OF_NOTHING.sub("", UNSTORABLE.sub("", written))


def foreign_pictures(html):
    """How many pictures of a text the fence leaves out because they lie elsewhere."""
    text = storable(html or "")
    if limits.is_too_deep(text):
        return 0
    pictures = _sanitised(
        text,
        tags={"img"},
        clean_content_tags=UNREAD,
        attributes={"img": {"src"}},
        attribute_filter=_attribute,
    )
    return len(PICTURE_OF_NOTHING.findall(pictures))


def _clean_once(html):
    cleaned = _sanitised(
        html,
        tags=TAGS,
        clean_content_tags=UNREAD,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    # A parser drops the line break behind <pre>: without them a second pass changes nothing.
    cleaned = re.sub(r"<pre>\n+", "<pre>", UNSTORABLE.sub("", cleaned))
    return PICTURE_OF_NOTHING.sub("", cleaned)


class EditorWidget(CKEditorWidget):
    """The rich-text editor of the admin, in Chinese, with our own pictures and pasting."""

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs)
        own = {
            "uploadUrl": reverse("admin:firm_upload_picture"),
            "pasteUrl": reverse("admin:firm_tidy_pasted"),
            "mostCharacters": MOST_CHARACTERS,
        }
        self.config = {**self.config, **CONFIG, **own}

    @property
    def media(self):
        # Our scripts need CKEDITOR, so they stand behind it in one ordered list.
        own = forms.Media(
            js=["ckeditor/ckeditor/ckeditor.js", *SCRIPTS],
            css={"all": ["css/editor.css", "css/editor_picture.css"]},
        )
        return super().media + own


class RichTextField(forms.CharField):
    """The text of an editor: refused, with the reason, where it is no text for a page."""

    def to_python(self, value):
        return super().to_python(storable(value) if isinstance(value, str) else value)

    def validate(self, value):
        super().validate(value)
        if len(value) > MOST_CHARACTERS:
            raise ValidationError(TOO_LONG.format(now=len(value), most=MOST_CHARACTERS))
        if limits.is_too_deep(value):
            raise ValidationError(TOO_DEEP)


class EditorAdminMixin:
    """Gives the named fields the editor, and its change pages the relaxed policy it needs."""

    rich_fields: Sequence[str] = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.rich_fields:
            kwargs["widget"] = EditorWidget()
            return db_field.formfield(form_class=RichTextField, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @method_decorator(csp_replace(EDITOR_CSP))
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)
