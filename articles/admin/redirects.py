"""Old addresses in the editorial office, in place of the page that Django brings along."""

import django.contrib.redirects.admin  # noqa: F401  (registers what is replaced below)
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.redirects.models import Redirect
from django.utils.html import format_html

from articles import redirects
from articles.redirects import RedirectError

OLD = "旧网站某一页的网址，例如：/news/show.asp?id=12。也可填带域名的完整网址，域名会自动去掉。"
NEW = "本网站的网址，例如：/articles/12/。留空表示该页已不存在，访客会看到“内容已撤下”。"
KNOWN = "这个旧网址已经登记过。"
WIDE = forms.TextInput(attrs={"class": "vURLField"})  # a whole address can be read in it


class RedirectForm(forms.ModelForm):
    """One redirect; both addresses are normalised, and the target is always a page of this site."""

    old_path = forms.CharField(label="旧网址", max_length=2000, help_text=OLD, widget=WIDE)
    new_path = forms.CharField(
        label="转到", max_length=2000, required=False, help_text=NEW, widget=WIDE
    )

    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]

    def clean_old_path(self):
        try:
            old = redirects.normalise_address(self.cleaned_data["old_path"])
        except RedirectError as odd:
            raise forms.ValidationError(str(odd)) from None
        others = Redirect.objects.filter(site=settings.SITE_ID).exclude(pk=self.instance.pk)
        if others.filter(old_path=old).exists():
            raise forms.ValidationError(KNOWN)
        return old

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if "old_path" not in cleaned or "new_path" not in cleaned:
            return cleaned
        try:
            cleaned["new_path"] = redirects.target_for(
                cleaned["old_path"], cleaned["new_path"], instead_of=self.instance.pk
            )
        except RedirectError as odd:
            self.add_error(None, str(odd))
        return cleaned


admin.site.unregister(Redirect)
# Django calls one `/a ---> /b`, in every message and heading.
Redirect.__str__ = lambda redirect: redirect.old_path  # type: ignore[method-assign,attr-defined]


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
    list_display = ["old", "new"]
    search_fields = ["old_path", "new_path"]
    nothing_yet = "更换网站后，可以在此登记旧网址，读者和搜索引擎由旧网址转到新页面。"
    list_per_page = 25

    def save_model(self, request, obj, form, change):
        """Those that led to the old address follow, so that each is one hop."""
        obj.site_id = settings.SITE_ID
        super().save_model(request, obj, form, change)
        led_there = Redirect.objects.filter(site=settings.SITE_ID, new_path=obj.old_path)
        if number := led_there.update(new_path=obj.new_path):
            self.message_user(request, f"另有{number}个转到该旧网址的网址，已一并改为直接跳转。")

    @admin.display(description="旧网址", ordering="old_path")
    def old(self, redirect):
        return redirect.old_path

    @admin.display(description="转到", ordering="new_path")
    def new(self, redirect):
        """A link, so that it can be looked at; nothing for a page that is gone."""
        if not redirect.new_path:
            return "已撤下"
        return format_html('<a href="{0}">{0}</a>', redirect.new_path)
