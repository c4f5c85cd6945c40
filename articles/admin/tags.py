"""Tags in the office: as a line of names in a form, as a list, and merging two of them."""

import re
import unicodedata

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from articles.models import Tag
from articles.workflow import amending as services
from articles.workflow import revisions
from firm.base.forms import field_of
from statutes.base import max_length

LONGEST = max_length(Tag, "name")
LONGEST_LINE = 400
BETWEEN = re.compile(r"[、，,;；\n]+")
OFFERED = 500
HELP = (
    f"用顿号或逗号隔开，最多{revisions.MOST_TAGS}个，每个不超过{LONGEST}个字。"
    "例如：工伤认定、停工留薪期。"
)
TOO_MANY = "最多填{most}个标签，现有{number}个。"
TOO_LONG = f"标签“{{name}}”有{{number}}个字，最多{LONGEST}个字。"
UNSEEN = "标签“{name}”中有不可见的字符，请重新输入。"


def names_in(text: str) -> list[str]:
    """The names in a line as it was typed, each once whatever its case, in their order."""
    folded = [
        " ".join(part.split()).strip("# ")
        for part in BETWEEN.split(unicodedata.normalize("NFKC", text or ""))
    ]
    by_case: dict[str, str] = {}
    for name in filter(None, folded):
        by_case.setdefault(name.casefold(), name)
    return list(by_case.values())


class TagInput(forms.TextInput):
    """A line of names; a script offers the tags that are there for the one being typed."""

    class Media:
        js = [forms.Script("js/tag_names.js", defer=True)]

    def render(self, name, value, attrs=None, renderer=None):
        line = super().render(name, value, {**(attrs or {}), "data-tag-names": ""}, renderer)
        used = Tag.objects.annotate(number=Count("articles")).order_by("-number", "name")
        names = used.values_list("name", flat=True)[:OFFERED]
        return render_to_string("admin/articles/tag_input.html", {"line": line, "names": names})


class TagNamesField(forms.CharField):
    """Names of tags in one text box; its value is a list of names."""

    widget = TagInput(attrs={"class": "vTextField", "autocomplete": "off"})

    def __init__(self, label="标签"):
        super().__init__(label=label, required=False, help_text=HELP, max_length=LONGEST_LINE)

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return sorted(names_in(self.prepare_value(initial))) != sorted(names_in(data))

    def clean(self, value):
        names = names_in(super().clean(value))
        if len(names) > revisions.MOST_TAGS:
            raise ValidationError(TOO_MANY.format(most=revisions.MOST_TAGS, number=len(names)))
        for name in names:
            if len(name) > LONGEST:
                raise ValidationError(TOO_LONG.format(name=name, number=len(name)))
            if not name.isprintable():
                raise ValidationError(UNSEEN.format(name=name))
        lowered = [name.lower() for name in names]
        tags = Tag.objects.annotate(low=Lower("name"))
        found = tags.filter(Q(low__in=lowered) | Q(name__in=names))
        stored = {tag.name.casefold(): tag.name for tag in found}
        return [stored.get(name.casefold(), name) for name in names]


TOO_FEW = "请至少勾选两个标签再合并。"
MERGED = "已把“{names}”并入“{kept}”，{number}篇文章改用“{kept}”。"


class TagForm(forms.ModelForm):
    """A tag by itself: one name, as the field of the article form would take it."""

    class Meta:
        model = Tag
        fields = ["name"]

    def clean_name(self):
        names = names_in(self.cleaned_data["name"])
        if len(names) != 1:
            raise ValidationError("请填写一个标签，不含顿号和逗号。")
        if Tag.objects.exclude(pk=self.instance.pk).filter(name__iexact=names[0]).exists():
            raise ValidationError(f"标签“{names[0]}”已存在。")
        return names[0]


class NumberedTagField(forms.ModelChoiceField):
    def label_from_instance(self, tag):
        return f"{tag.name}（{tag.number}篇文章）"


class MergeForm(forms.Form):
    """Which of the chosen tags stays."""

    kept = NumberedTagField(
        Tag.objects.none(),
        label="保留的标签",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "请选择要保留的标签。",
            "invalid_choice": "请选择列出的标签。",
        },
    )

    def __init__(self, chosen, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "kept", NumberedTagField).queryset = chosen


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags; articles get theirs in their own form."""

    form = TagForm
    list_display = ["name", "number"]
    search_fields = ["name"]
    nothing_yet = "文章“标签”栏中填写的词，都列在这里。"
    actions = ["merge"]
    list_per_page = 100

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("articles"))

    @admin.display(description="文章", ordering="number")
    def number(self, tag):
        """How many articles bear it, drafts too."""
        return f"{tag.number}篇"

    @admin.action(description="合并所选标签", permissions=["delete"])
    def merge(self, request, queryset):
        """Ask which one stays, then move the articles of the others to it."""
        if queryset.count() < 2:
            self.message_user(request, TOO_FEW, messages.WARNING)
            return None
        form = MergeForm(queryset, request.POST if "merge" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "合并标签",
                "opts": self.opts,
                "form": form,
                "chosen": queryset.values_list("pk", flat=True),
            }
            return TemplateResponse(request, "admin/articles/tag/merge.html", context)
        kept = form.cleaned_data["kept"]
        others = list(queryset.exclude(pk=kept.pk))
        number = services.merge(kept=kept, others=others)
        names = "、".join(tag.name for tag in others)
        for tag in others:
            self.log_change(request, kept, f"并入标签“{tag.name}”。")
        self.message_user(request, MERGED.format(names=names, kept=kept.name, number=number))
        return None
