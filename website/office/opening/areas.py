"""The page on which a firm ticks the areas that it works in."""

from collections import Counter
from dataclasses import dataclass

from django import forms

from articles.models import Article
from consult.base.enums import ENDED
from consult.models import Consultation
from firm.base.forms import field_of
from firm.models import PracticeArea
from firm.site import chosen_areas, lawyer_areas

RIGHTS = ["firm.add_practicearea", "firm.change_practicearea"]
TITLE = "办理哪些领域"
SAVED = "已保存：本所办理{}个领域。"
NOTHING_CHOSEN = "至少勾选一个领域：文章和咨询都要归到一个领域。"
IN_USE = "这些领域正在用：{}。仍要取消的，请在下面勾选“知道了”，再保存。"
LEFT_TO_OTHERS = (
    "{}归在已有的领域之下，会改变律师可以查看哪些咨询："
    "请由可以修改律师资料、本人不是律师的同事，或者超级用户勾选。"
)
WHAT_HAPPENS = (
    "取消后，首页、领域页和咨询表单里不再有这个领域，已有的咨询照常答复；"
    "它的文章仍然可以打开和搜到，要撤下请到“文章”里撤下。"
)


@dataclass(frozen=True)
class AreaRow:
    """An area as a box to tick: what hangs on it, and whether it is shown as ticked."""

    area: PracticeArea
    ticked: bool
    uses: str

    @property
    def below(self):
        """Whether it stands under another area."""
        return self.area.parent is not None


def in_use() -> dict[int, str]:
    """What of the firm's own hangs on an area, by its key: 3篇文章、1条未结束的咨询."""
    articles = Counter(Article.objects.values_list("area", flat=True))
    asked = Consultation.objects.exclude(state__in=ENDED)
    consultations = Counter(asked.values_list("area", flat=True))
    return {
        pk: "、".join(
            words.format(number)
            for words, number in [
                ("{}篇文章", articles[pk]),
                ("{}条未结束的咨询", consultations[pk]),
            ]
            if number
        )
        for pk in articles | consultations
    }


def _is_added(area):
    """Whether a tick would put a new area below one that is there, with lawyers in it perhaps."""
    return area.pk is None and area.parent is not None and area.parent.pk is not None


class AreasForm(forms.Form):
    """Ticks, and the consent to hide an area on which something of the firm's own hangs."""

    areas = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "领域不存在，请刷新后重新勾选。"}
    )
    knowingly = forms.BooleanField(required=False)

    def __init__(self, data=None, *, user):
        super().__init__(data)
        offered, self.uses = chosen_areas.on_offer(), in_use()
        closed = [] if lawyer_areas.may_move(user) else [one for one in offered if _is_added(one)]
        self.offered = [area for area in offered if area not in closed]
        names = "、".join(f"“{area.name}”" for area in closed)
        self.left_to_others = LEFT_TO_OTHERS.format(names) if closed else ""
        choices = [(area.slug, area.name) for area in self.offered]
        field_of(self, "areas", forms.MultipleChoiceField).choices = choices
        self.left: list[str] = []  # what would be hidden although it is in use

    def clean(self):
        super().clean()
        slugs = self.cleaned_data.get("areas", [])
        if not slugs and not self.errors:
            raise forms.ValidationError(NOTHING_CHOSEN)
        self.left = [
            f"{area.name}（{self.uses[area.pk]}）"
            for area in self.offered
            if area.is_published and area.pk in self.uses and area.slug not in slugs
        ]
        if self.left and not self.cleaned_data["knowingly"]:
            raise forms.ValidationError(IN_USE.format("、".join(self.left)))
        return self.cleaned_data

    def rows(self) -> list[AreaRow]:
        """The boxes in the order of the tree: as they were sent, or as the site is."""
        sent = set(self["areas"].value() or []) if self.is_bound else None
        return [
            AreaRow(
                area,
                area.slug in sent if sent is not None else area.is_published,
                self.uses.get(area.pk, ""),
            )
            for area in self.offered
        ]
