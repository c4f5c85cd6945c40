"""The form of one row of the table, judged with the whole table as it would be."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from statutes.data import slugs
from statutes.data.table_csv import split_aliases
from statutes.law import amended_articles
from statutes.models import Statute
from statutes.services import table


class StatuteForm(forms.ModelForm):
    """One version of a statute; contradictions with the table become errors of the field."""

    class Meta:
        model = Statute
        fields: list[str] = []  # the admin's own, in the order in which it shows them
        help_texts = {
            "name": "公布时的名称，例如：中华人民共和国公司法。",
            "slug": "出现在网页地址里，例如：公司法-2023。留空自动填写；保存后不能修改。",
            "status": "填写日期的，状态随日期自动更新，无需手工修改；日期不清楚的，在此选择。",
            "replaced_by": "由另一部法规取代时选择。同一部法规修改的，此栏留空，另行新增版本。",
            "article_count": "最后一条的序号，例如1260。引用的条文超出该数时提示。",
            "official_url": "官方网站上这部法规的地址，可以不填。",
            "checked_on": "最近一次与官方文本核对的日期。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # it is shown only, once it is stored
            self.fields["slug"].required = False
        if "replaced_by" in self.fields:
            others = Statute.objects.exclude(pk=self.instance.pk).for_list()
            field = self.fields["replaced_by"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = others
            for act in ("add", "change", "delete"):  # of another row, in the midst of this one
                setattr(field.widget, f"can_{act}_related", False)
        for name in {"aliases", "note"} & set(self.fields):
            self.fields[name].widget.attrs["rows"] = 3

    def clean_aliases(self):
        return "\n".join(split_aliases(self.cleaned_data["aliases"]))

    def clean_changed(self):
        try:
            return amended_articles.tidy(self.cleaned_data["changed"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if "slug" in self.fields and not data.get("slug") and data.get("short_name"):
            day = data.get("promulgated") or data.get("effective_from")
            taken = set(Statute.objects.values_list("slug", flat=True))
            data["slug"] = slugs.slug_of(data["short_name"], day, taken)
        return data

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]  # Django's hook, which its stubs leave out
        if not set(self.errors) - {NON_FIELD_ERRORS}:
            self._judge()

    def _judge(self):
        """Beside its field each fault is clearer than the constraint that says the same."""
        faults = table.check(statute=self.instance)
        if faults:
            self.errors.pop(NON_FIELD_ERRORS, None)
        for fault in faults:
            own = fault.slug == self.instance.slug and fault.field in self.fields
            self.add_error(fault.field if own else None, fault.words)
