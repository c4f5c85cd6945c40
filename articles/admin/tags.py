"""Tags in the office: as a list, and merging two of them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count

from articles.admin.form import names_in
from articles.models import Tag
from articles.workflow import amending as services
from firm.base.forms import field_of
from statutes.admin import base

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
    form = TagForm
    list_display = ["name", "number"]
    search_fields = ["name"]
    nothing_yet = "文章“标签”栏中填写的词，都列在这里。"
    actions = ["merge"]
    list_per_page = 25

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
            chosen = queryset.values_list("pk", flat=True)
            context = {"title": "合并标签", "form": form, "chosen": chosen}
            return base.page(request, self, "articles/tag/merge", context)
        kept = form.cleaned_data["kept"]
        others = list(queryset.exclude(pk=kept.pk))
        number = services.merge(kept=kept, others=others)
        names = "、".join(tag.name for tag in others)
        for tag in others:
            self.log_change(request, kept, f"并入标签“{tag.name}”。")
        self.message_user(request, MERGED.format(names=names, kept=kept.name, number=number))
        return None
