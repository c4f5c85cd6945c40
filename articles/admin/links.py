"""Hand-picked further reading, as rows in a panel of the form of an article."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Script
from django.urls import reverse

from articles.models import Article, RelatedLink, text
from richtext.core.sanitise import storable

HELP = "输入标题中的字词，从列出的文章中选择；也可以填文章编号或网址。"
UNKNOWN = "没有找到这篇文章，请填它的编号、网址或完整标题。"
SEVERAL = "有几篇文章是这个标题，请填编号。"
NUMBER = re.compile(r"(?:\S*/articles/)?([0-9]{1,18})(?:/?$|\s)")  # 31, 31 标题, …/articles/31/

CONTENT = ("target", "url", "title")  # of a row, beside its place


class ArticleInput(forms.TextInput):
    """A line for an article; its script offers those whose title has the words."""

    def get_context(self, name, value, attrs):
        asked = "app_label=articles&model_name=relatedlink&field_name=target"
        address = f"{reverse('admin:autocomplete')}?{asked}"
        own = {"data-article-choices": address, "autocomplete": "off"}
        return super().get_context(name, value, {**own, **attrs})


class ArticleField(forms.ModelChoiceField):
    """An article by its number, its address or its title; shown as number and title."""

    widget = ArticleInput
    default_error_messages = {"invalid_choice": UNKNOWN}

    def prepare_value(self, value):
        if not isinstance(value, (int, Article)):
            return value  # as it was typed
        known = Article.objects.filter(pk=getattr(value, "pk", value)).first()
        return f"{known.pk} {known.title}" if known else ""

    def to_python(self, value):
        words = storable(value or "").strip()
        if not words:
            return None
        named = NUMBER.match(words)
        if named and (known := Article.objects.filter(pk=named[1]).first()):
            return known
        found = Article.objects.filter(title_key=text.title_key(words))[:2]
        if len(found) != 1:
            raise ValidationError(SEVERAL if found else UNKNOWN)
        return found[0]


class LinkRows(forms.BaseInlineFormSet):
    """A row in which nothing stands any more is taken away."""

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "label_suffix": ""}

    def _should_delete_form(self, form):
        typed = any(form[name].value() for name in CONTENT)
        return form.is_bound and not typed


class RelatedLinkInline(admin.TabularInline):
    """Hand-picked further reading; it stands before what the site picks."""

    model = RelatedLink
    formset = LinkRows
    fk_name = "article"
    fields = [*CONTENT, "order"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "widget": forms.URLInput}}
    extra = 2

    @property
    def media(self):
        """Without the scripts of the admin for rows: two empty ones are always there."""
        script = Script("js/article_links.js", defer=True)
        return forms.Media(js=[script])  # type: ignore[list-item]  # its stubs know names alone

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != "target":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        articles = Article.objects.only("pk", "title")
        return ArticleField(articles, required=False, label=db_field.verbose_name, help_text=HELP)

    def get_queryset(self, request):
        links = super().get_queryset(request).select_related("target")
        return links.defer("target__body", "target__text")
