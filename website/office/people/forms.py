"""What is asked of a colleague: name, mail, posts, which lawyer they are, which areas."""

from typing import cast

from django import forms
from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import Q

from firm.base.forms import ManyRecordsField, field_of
from firm.models import Lawyer, PracticeArea
from website.office.people import rows
from website.office.people.services import Standing

NEW, NONE, BY_POST, ALL = "new", "none", "", "all"
MOST_AREAS = 8  # boxes that stand open; the others fold
NO_AREA = "请选择领域；各个领域的咨询都看的，选“全部领域”。"
ALL_OR_SOME = "“全部领域”和单个领域只能选一种。"
NO_LAWYER = "领域按律师设定：请选择是哪位律师，或者不选领域。"
ODD_USERNAME = "用户名只能有文字、数字和“@”“.”“+”“-”“_”。"
USERNAME_TAKEN = "已有同事用这个用户名，请换一个。"


class OwnForm(forms.Form):
    """How an account is called and written to, as `standing()` once it is valid.

    The same form with what the firm decides of a colleague is PersonForm: nobody decides that of
    themselves.
    """

    username = forms.CharField(
        label="用户名",
        max_length=150,
        validators=[UnicodeUsernameValidator(message=ODD_USERNAME)],
        error_messages={"required": "请填写用户名。", "max_length": "用户名请不超过150字。"},
        help_text="登录时用的名称。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )
    name = forms.CharField(
        label="姓名",
        max_length=20,
        error_messages={"required": "请填写姓名。", "max_length": "姓名请不超过20字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱格式有误，请核对。"},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data=None, *, account: User | None = None, **kwargs):
        super().__init__(data, **kwargs)
        self.account = account
        if account is None:
            del self.fields["username"]  # it is made up

    def clean_username(self):
        """Nobody else's, in whatever capitals."""
        name = User.normalize_username(self.cleaned_data["username"])
        others = User.objects.filter(username__iexact=name)
        if self.account:
            others = others.exclude(pk=self.account.pk)
        if others.exists():
            raise forms.ValidationError(USERNAME_TAKEN)
        return name

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())  # it stands in mails and the history

    def clean_email(self):
        return User.objects.normalize_email(self.cleaned_data["email"].strip())

    def standing(self) -> Standing:
        """What was typed, and all else as it is."""
        known, account = self.cleaned_data, cast(User, self.account)
        lawyer = getattr(account, "lawyer", None)
        named = (known["name"], known["email"])
        return Standing(*named, account.groups.all(), lawyer, None, known["username"])


class PersonForm(OwnForm):
    """What the firm decides of a colleague, as `standing()` once it is valid."""

    posts = ManyRecordsField(
        Group.objects.none(),
        label="岗位",
        widget=forms.CheckboxSelectMultiple,
        help_text="可以选几个，权限合在一起。",
        error_messages={
            "required": "请选择岗位。",
            "invalid_choice": "这个岗位您不能安排，请重新选择。",
        },
    )
    lawyer = forms.ChoiceField(
        label="是哪位律师",
        required=False,
        help_text="写给这位律师的咨询，直接分派到这个账号。新建的介绍先不公开。",
        error_messages={"invalid_choice": "这位律师已有账号或已删除，请重新选择。"},
    )
    areas = forms.MultipleChoiceField(
        label="哪些领域的咨询",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="律师看得到这些领域未分派的咨询，以及分派给本人的。",
        error_messages={"invalid_choice": "领域有变动，请重新选择。"},
    )

    def __init__(self, data=None, *, actor, account: User | None = None, **kwargs):
        super().__init__(data, account=account, **kwargs)
        # Those whom no account belongs to, and the one of this account.
        free = Lawyer.objects.filter(Q(user=None) | (Q(user=account) if account else Q(pk=None)))
        self.free_lawyers = {str(one.pk): one for one in free}
        # The areas at the top first, and those that the lawyer has although they are not shown.
        own = Q(lawyers__user=account) if account else Q(pk=None)
        areas = PracticeArea.objects.filter(Q(is_published=True) | own).distinct()
        self.known_areas = {
            str(one.pk): one for one in sorted(areas, key=lambda area: area.parent_id is not None)
        }
        posts = field_of(self, "posts", ManyRecordsField)
        posts.queryset = rows.posts_of(actor)
        posts.required = account is None or not account.is_superuser
        kept_back = Group.objects.exclude(pk__in=posts.queryset.values("pk")).order_by("name")
        if named := "、".join(f"“{one.name}”" for one in kept_back):
            posts.help_text += f"岗位{named}有您没有的权限，由超级用户安排。"
        first = [] if account else [(BY_POST, "按岗位：律师新建介绍")]
        first += [(NEW, "新建律师介绍"), (NONE, "不是律师")]
        lawyers = [*first, *((key, one.name) for key, one in self.free_lawyers.items())]
        field_of(self, "lawyer", forms.ChoiceField).choices = lawyers
        choices = [(ALL, "全部领域"), *((key, one.name) for key, one in self.known_areas.items())]
        field_of(self, "areas", forms.MultipleChoiceField).choices = choices
        # The boxes that stand open, all areas together first, and those that fold.
        boxes = list(self["areas"])
        self.areas_first, self.areas_more = boxes[: MOST_AREAS + 1], boxes[MOST_AREAS + 1 :]
        self.is_more_chosen = any(box.data["selected"] for box in self.areas_more)

    def clean(self):
        """A new lawyer needs areas; a record that is there keeps its own if none is said."""
        super().clean()
        chosen = self.cleaned_data.get("areas") or []
        if self.errors:
            return self.cleaned_data
        kind = self.cleaned_data["lawyer"] or NONE
        if self.cleaned_data["lawyer"] == BY_POST and self.account is None:
            rights = rows.rights_of_posts()
            if any(rows.sees_by_area(rights[one.pk]) for one in self.cleaned_data["posts"]):
                kind = NEW
        self.cleaned_data["lawyer"] = kind
        if kind == NONE and chosen:
            self.add_error("areas", NO_LAWYER)
        elif ALL in chosen and len(chosen) > 1:
            self.add_error("areas", ALL_OR_SOME)
        elif kind != NONE and not chosen and (kind == NEW or self.account):
            self.add_error("areas", NO_AREA)
        return self.cleaned_data

    def standing(self) -> Standing:
        """What was decided; the record of a new lawyer is not stored yet, nor is it public."""
        known = self.cleaned_data
        lawyer = self.free_lawyers.get(known["lawyer"])
        if known["lawyer"] == NEW:
            lawyer = Lawyer(name=known["name"], is_published=False)
        chosen = known["areas"]
        areas = [self.known_areas[key] for key in chosen if key != ALL] if chosen else None
        named = (known["name"], known["email"])
        return Standing(*named, known["posts"], lawyer, areas, known.get("username", ""))
