"""Tags in the editorial office: the field of the article form, the list, merging two of them."""

import re
import unicodedata

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from articles import content
from articles.models import Tag
from articles.services import tags as services

LONGEST = Tag._meta.get_field("name").max_length
LONGEST_LINE = 400
BETWEEN = re.compile(r"[、，,;；\n]+")
OFFERED = 500
HELP = (
    f"用顿号或逗号隔开，最多{content.MOST_TAGS}个，每个不超过{LONGEST}个字。"
    "例如：工伤认定、停工留薪期。"
)


def names_in(text: str) -> list[str]:
    """The names in a line as it was typed, each once whatever its case, in their order."""
    folded = [
        " ".join(part.split()).strip("# ")
        for part in BETWEEN.split(unicodedata.normalize("NFKC", text or ""))
    ]
    by_case = {}
    for name in filter(None, folded):
        by_case.setdefault(name.casefold(), name)
    return list(by_case.values())


def as_stored(names: list[str]) -> list[str]:
    """The names, those of tags that are there in the spelling that they have."""
    lowered = [name.lower() for name in names]
    found = Tag.objects.annotate(low=Lower("name")).filter(Q(low__in=lowered) | Q(name__in=names))
    stored = {tag.name.casefold(): tag.name for tag in found}
    return [stored.get(name.casefold(), name) for name in names]


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

    def __init__(self, **kwargs):
        known = {"label": "标签", "required": False, "help_text": HELP, "max_length": LONGEST_LINE}
        super().__init__(**{**known, **kwargs})

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return names_in(self.prepare_value(initial)) != names_in(data)

    def clean(self, value):
        names = names_in(super().clean(value))
        if len(names) > content.MOST_TAGS:
            raise ValidationError(f"最多写{content.MOST_TAGS}个标签，现在有{len(names)}个。")
        for name in names:
            if len(name) > LONGEST:
                raise ValidationError(f"标签“{name}”有{len(name)}个字，最多{LONGEST}个字。")
            if not name.isprintable():
                raise ValidationError(f"标签“{name}”里有看不见的字符，请重新输入。")
        return as_stored(names)


class TagNamesMixin(forms.Form):
    """For the form of an article: `cleaned_data["tag_names"]` goes to `editing.save_draft(tags=…)`.

    It begins with the tags that are stored; a form for a change that is not published yet hands
    over `initial={"tag_names": …}` from `editing.as_edited`.
    """

    tag_names = TagNamesField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stored = getattr(self, "instance", None)
        if stored is not None and "tag_names" not in self.initial:
            self.initial["tag_names"] = content.stored_tags(stored)


class TagForm(forms.ModelForm):
    """A tag by itself: one name, as the field of the article form would take it."""

    class Meta:
        model = Tag
        fields = ["name"]

    def clean_name(self):
        names = names_in(self.cleaned_data["name"])
        if len(names) != 1:
            raise ValidationError("请写一个标签，里面不要有顿号和逗号。")
        if Tag.objects.exclude(pk=self.instance.pk).filter(name__iexact=names[0]).exists():
            raise ValidationError(f"已经有“{names[0]}”这个标签。")
        return names[0]


class MergeForm(forms.Form):
    """Which of the chosen tags stays."""

    kept = forms.ModelChoiceField(
        Tag.objects.none(),
        label="保留哪一个",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "请选择保留哪一个标签。",
            "invalid_choice": "请选择列出的标签。",
        },
    )

    def __init__(self, chosen, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept"].queryset = chosen
        self.fields["kept"].label_from_instance = lambda tag: f"{tag.name}（{tag.number}篇文章）"


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags; articles get theirs in their own form."""

    form = TagForm
    list_display = ["name", "number"]
    search_fields = ["name"]
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
            self.message_user(request, "请至少勾选两个标签再合并。", messages.WARNING)
            return None
        form = MergeForm(queryset, request.POST if "merge" in request.POST else None)
        if form.is_valid():
            return self._merge(request, form.cleaned_data["kept"], queryset)
        context = {
            **self.admin_site.each_context(request),
            "title": "合并标签",
            "opts": self.opts,
            "form": form,
            "chosen": queryset.values_list("pk", flat=True),
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    def _merge(self, request, kept, queryset):
        others = list(queryset.exclude(pk=kept.pk))
        number = services.merge(kept=kept, others=others)
        names = "、".join(tag.name for tag in others)
        for tag in others:
            self.log_change(request, kept, f"并入标签“{tag.name}”。")
        self.message_user(
            request, f"已把“{names}”并入“{kept.name}”，{number}篇文章改用“{kept.name}”。"
        )
