"""Rich text: the editor's widget and the fence behind it.

The only module that knows ckeditor and nh3. CKEditor 4 is end of life, so the editor is comfort
and what stands here is the fence: everything that enters a rich-text field passes it once when it
is saved (`clean_html`) and once when it is shown (`fenced`).
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
from richtext.base.tree import Element, parse, write
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

# Refused by PostgreSQL, by the encoder or by XML (the feed): C0 signs, surrogates, non-characters.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# What is read before it is dropped (richtext.paste), and what is dropped with all that is in it.
TO_BE_READ = {
    "tags": TAGS | paste.DISSOLVED,
    "attributes": {**ATTRIBUTES, "*": paste.STYLING, "del": {"cite", "datetime"}},
}
UNREAD = {"script", "style", "title", "xml", "iframe", "noscript", "select"}

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
    """HTML with nothing in it but the tags and attributes an article needs; idempotent."""
    return write(cleaned(html))


def cleaned(html):
    """What `clean_html` gives, as a tree: the door in front of the database.

    What was copied from another program is read for what it means first.
    """
    return _settled(html, _read)


def fenced(html):
    """What was stored, as a tree that may be shown: the door in front of the page."""
    return _settled(html, lambda text: parse(_let_through(text)))


def _settled(html, read):
    """HTML read until another time changes nothing.

    HTML exists that a parser reads in another way once it was written out again (a link around a
    table with a link in it): the ground of "mutation" attacks. What never settles is kept as plain
    text.
    """
    text = limits.bounded(storable(html or ""))
    for _ in range(MOST_PASSES):
        root = _without_traps(read(text))
        written = write(root)
        if written == text:
            return root
        text = written
    return parse(_sanitised(text, tags=set()))


def _read(text):
    whole = _let_through(text, **TO_BE_READ)
    root = parse(whole)
    if paste.is_pasted(root):
        whole = paste.tidy_pasted(_without_traps(root))
        return parse(_let_through(whole))
    return root


def _let_through(html, **more):
    allowed = {
        "tags": TAGS,
        "attributes": ATTRIBUTES,
        "clean_content_tags": UNREAD,
        "attribute_filter": _attribute,
        "url_schemes": SCHEMES,
        "link_rel": "noopener noreferrer",
    }
    return storable(_sanitised(html, **{**allowed, **more}))


def _sanitised(html, **allowed):
    return limits.unveiled(nh3.clean(limits.veiled(html), **allowed))


def storable(text):
    """Text without the signs that no database and no XML takes: NUL, halves of surrogates."""
    return UNSTORABLE.sub("", text)


def _without_traps(root):
    """A tree that a second pass leaves as it is."""
    if any(map(_shows_nothing, root.walk("img"))):
        for element in [root, *root.walk()]:
            element.children = [child for child in element.children if not _shows_nothing(child)]
    for element in root.walk("pre"):
        if element.children and isinstance(element.children[0], str):
            element.children[0] = element.children[0].lstrip("\n")  # or a parser drops the first
    return root


def _shows_nothing(node):
    return isinstance(node, Element) and node.tag == "img" and "src" not in node.attributes


def foreign_pictures(html):
    """How many pictures of a text the fence leaves out because they lie elsewhere."""
    pictures = parse(_let_through(limits.bounded(storable(html or "")), tags={"img"}))
    return sum(map(_shows_nothing, pictures.children))


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
