"""The register of known parties: its list, its forms, search by name, import of a list.

Whoever may see the list sees the names: it is of no use without. No name is in an address, in a
message or in Django's history: what is looked for is posted and answered at once.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from consult.admin.desk import guarded, rendered, uncached
from consult.base.enums import PartyRole
from consult.base.policy import MissingKeyError
from consult.conflicts import parties
from consult.crypto.fields import DecryptionError, decrypt, encrypt, opens
from consult.forms.base import PersonForm, PlainTextField
from consult.models import KnownParty
from statutes.data import csv_files
from statutes.data.csv_files import CsvError

PREVIEW_GONE = "这份预览已经失效，请重新选择文件。"
LOCKED = "（暂时无法解密）"
MOST_NAMED = 20  # lines of a list that are named with their reason
NOT_READY = "咨询密钥有误或缺失，无法加密保存，没有写入任何内容。请联系运维人员核对CONSULT_KEYS。"
WHAT_IS_ALIKE = (
    "收到的咨询会与这里的名称比对，写法略有不同也能识别：空格、间隔号、括号、全角半角、大小写、"
    "简体繁体，以及“有限公司”“股份有限公司”一类的组织形式。简称（如“宏达建材厂”）、读音相同、差一个字、只写了姓和称谓的，"
    "以及和法定代表人同名的，只作提示，由人判断，不封存。"
)


class PartySearchForm(PersonForm):
    name = PlainTextField(
        label="按名称查找",
        max_length=parties.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={"required": "请输入要查找的名称。", "max_length": parties.NAME_TOO_LONG},
    )


class PartyForm(forms.ModelForm):
    """A known party; generic names are refused, since they would give false safety."""

    name = PlainTextField(
        label="名称",
        help_text="姓名或单位全称。仅用于检查利益冲突，加密保存。",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    former_names = PlainTextField(
        label="曾用名、别名",
        required=False,
        help_text="每行一个，包括改名前的名称、常用的简称、品牌。",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    representative = PlainTextField(
        label="法定代表人",
        required=False,
        help_text="单位的法定代表人或者负责人，同名的只作提示。",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="身份",
        choices=PartyRole.choices,
        initial=PartyRole.CLIENT,
        widget=forms.RadioSelect,
        help_text="“其他相关方”是不便归入前两类、又不能与之对立的人，例如律师的近亲属、顾问单位的股东。",
    )
    matter = PlainTextField(
        label="案件或事项",
        required=False,
        help_text="案号，或者事项的简称。",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    class Meta:
        model = KnownParty
        fields = ["name", "former_names", "representative", "role", "matter", "verified"]
        help_texts = {
            "verified": "看过证件、营业执照或者委托合同。没有核实的只提示“可能”，不封存；"
            "取消勾选，它引起的封存随即解除。"
        }

    def clean(self):
        super().clean()
        data = self.cleaned_data
        former = parties.former_names(data.get("former_names", ""))
        data["former_names"] = "\n".join(former)
        typed = [data.get(name, "") for name in ("matter", "representative")]
        problem = parties.problem(data.get("name", ""), former, *typed)
        if problem and data.get("name"):
            raise ValidationError(problem)
        return data


class ListForm(PersonForm):
    file = forms.FileField(
        label="CSV文件",
        help_text="UTF-8或者GB18030编码，最大1.4MB。",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), "请选择要导入的CSV文件。")
        | {"empty": "文件是空的。"},
    )


def find(request, admin):
    form = PartySearchForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "title": "查找当事人"}
    if form.is_valid():
        found = parties.with_name(form.cleaned_data["name"])[:50]
        context |= {"searched": True, "found": [(one, party_name(one)) for one in found]}
    status = 422 if form.errors else 200
    return rendered(request, admin, "knownparty/search", context, status)


def bring_in(request, admin):
    """The form; with a file the preview; with the preview confirmed, the import."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    # Encrypted in the preview: nothing lies on disk, and it opens only for who uploaded it.
    place, form, status = f"consult.knownparty.import:{request.user.pk}", ListForm(), 200
    if "sealed" in request.POST:
        try:
            reading = parties.parse(decrypt(request.POST["sealed"], place))
            stored, number = parties.register_all(parties=reading.new)
        except (DecryptionError, MissingKeyError) as error:
            gone = isinstance(error, DecryptionError)
            messages.error(request, PREVIEW_GONE if gone else NOT_READY)
            status = 422 if gone else 503
        else:
            messages.success(request, f"已导入{stored}位当事人。")
            if number:
                messages.warning(request, parties.LOCKED.format(number))
            return redirect("admin:consult_knownparty_changelist")
    elif request.method == "POST":
        form, status = ListForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                file = form.cleaned_data["file"].read(parties.LARGEST + 1)
                text = csv_files.text_of(file, parties.LARGEST)
                reading, locked = parties.parse(text), encrypt(text, place)
            except (CsvError, MissingKeyError) as error:
                wrong = NOT_READY if isinstance(error, MissingKeyError) else str(error)
                form.add_error("file", wrong)
            else:
                shown, rest = reading.bad[:MOST_NAMED], max(0, len(reading.bad) - MOST_NAMED)
                context = {"reading": reading, "bad": shown, "rest": rest, "sealed": locked}
                context["title"] = "导入当事人：核对"
                return rendered(request, admin, "knownparty/preview", context)
    context = {"form": form, "title": "导入当事人"}
    return rendered(request, admin, "knownparty/import", context, status)


def party_name(party) -> str:
    try:
        return party.name
    except DecryptionError:
        return LOCKED


@admin.register(KnownParty)
class KnownPartyAdmin(admin.ModelAdmin):
    form = PartyForm
    list_display = ["called", "role", "verified", "registered", "reference"]
    nothing_yet = "登记委托人和对方当事人，收到的咨询会与这里比对，可能有利益冲突的先封存。"
    list_filter = ["role", "verified", "created_at"]
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    fieldsets = [(None, {"fields": [*PartyForm.Meta.fields], "description": WHAT_IS_ALIKE})]

    def get_urls(self):
        views, wrap = {"search": guarded(find), "import": bring_in}, self.admin_site.admin_view
        own = [
            path(f"{name}/", wrap(view), {"admin": self}, name=f"consult_knownparty_{name}")
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        parties.register(party=obj)

    def delete_model(self, request, obj):
        self.delete_queryset(request, KnownParty.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        parties.remove(queryset)

    def changelist_view(self, request, extra_context=None):
        context = {"search_form": PartySearchForm(auto_id="search_%s"), **(extra_context or {})}
        return uncached(super().changelist_view(request, context))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A party whose key is missing cannot be shown, and must not be saved over."""
        party = self.get_object(request, object_id) if object_id else None
        if party and not opens([party]):
            messages.error(request, f"{party}暂时无法解密，请联系运维人员核对CONSULT_KEYS。")
            return redirect("admin:consult_knownparty_changelist")
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except MissingKeyError:
            messages.error(request, NOT_READY)
            return redirect("admin:consult_knownparty_changelist")
        return uncached(response)

    @admin.display(description="编号")
    def reference(self, party):
        return party.id.hex[:8].upper()

    @admin.display(description="登记日期", ordering="created_at")
    def registered(self, party):
        return timezone.localdate(party.created_at)

    @admin.display(description="名称")
    def called(self, party):
        return party_name(party)
