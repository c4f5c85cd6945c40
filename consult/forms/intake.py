"""The consultation form."""

from django import forms
from django.core.exceptions import ValidationError

from consult import doubts, throttle, tokens
from consult.enums import ConsentKind
from consult.forms.base import LONGEST, AreaField, PersonForm, PlainTextField, text_field
from firm import phones
from firm.models import PracticeArea
from firm.services import current_notice

SHORTEST = 10


class ConsultationForm(PersonForm):
    """The consultation form, with its defence in layers: decoy, time trap, throttle."""

    area = AreaField(
        label="事情属于哪一类",
        queryset=PracticeArea.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择业务领域，拿不准就选“其他”。"},
    )
    question = PlainTextField(
        label="您想咨询的事情",
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text="什么时候、发生了什么、现在到哪一步、您最想知道什么。"
        f"{SHORTEST}到{LONGEST}字。请不要写身份证号、银行卡号。",
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={
            "required": "请写下您想咨询的事情。",
            "min_length": f"请再写详细一点，至少{SHORTEST}个字。",
            "max_length": f"最多{LONGEST}个字，现在有%(show_value)d个字，请删减后再提交。",
        },
    )
    city = text_field("所在城市", 20, "有的规定各地不同。", autocomplete="address-level2")
    name = text_field("怎么称呼您", 30, "写姓氏或者化名都行。", autocomplete="name")
    phone = text_field(
        "电话", 30, "答复凭查询码就能看到，不留电话也行。", autocomplete="tel", inputmode="tel"
    )
    email = forms.EmailField(
        label="邮箱",
        max_length=120,
        required=False,
        help_text="只在需要与您联系时使用。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "邮箱格式不对，应形如 name@example.com。"},
    )
    opponent = text_field(
        "对方名称", 60, "只用来检查本所是否已经代理对方，不会公开。", autocomplete="off"
    )
    consent = forms.BooleanField(
        label="我已阅读隐私告知，同意本所为答复这次咨询处理上面的信息",
        error_messages={"required": "请先阅读隐私告知，勾选同意后才能提交。"},
    )
    sensitive_consent = forms.BooleanField(
        label="我单独同意本所为答复这次咨询处理其中的敏感个人信息", required=False
    )
    # What no person fills in takes anything: an error here would stand beside no visible field.
    notice = forms.Field(widget=forms.HiddenInput, required=False)
    token = forms.Field(widget=forms.HiddenInput, required=False)
    website = forms.Field(label="请不要填写这一栏", required=False)

    def __init__(self, *args, address=None, **kwargs):
        """`address` is whom a good post is counted for; without one nothing is counted."""
        super().__init__(*args, **kwargs)
        self.address = address
        self.throttled = False
        self.current_notice = current_notice()
        areas = PracticeArea.objects.published().select_related("parent")
        self.fields["area"].queryset = areas
        self.sensitive_areas = [area for area in areas if area.sensitive]
        if not self.is_bound:
            self.initial["token"] = tokens.issue()
            self.initial["notice"] = self.current_notice and self.current_notice.pk

    def clean_phone(self):
        phone = phones.tidy(self.cleaned_data["phone"])
        if phone and phones.kind_of(phone) is None:
            raise ValidationError("请填写11位手机号码，或带区号的座机号码，例如025-12345678。")
        return phone

    def clean_notice(self):
        """The version that was on the screen, None when it is not the one that holds now."""
        current = self.current_notice
        return current if current and self.cleaned_data["notice"] == str(current.pk) else None

    def clean(self):
        data = super().clean()
        area = data.get("area")
        if area and area.sensitive and not (data["sensitive_consent"] and data["notice"]):
            self.add_error(
                "sensitive_consent", "这一类咨询涉及敏感个人信息，请勾选单独同意后再提交。"
            )
        if data["notice"] is None:
            self._ask_again()
        if not self.errors and self.address is not None and not self._within_bounds():
            self.throttled = True
            self.add_error(None, "提交得太频繁了，请过一会儿再提交，您写的内容还在下面。")
        return data

    def _ask_again(self):
        """A tick counts for the version that was on the screen, and for no other."""
        self.add_error("consent", "隐私告知刚刚更新过，请重新阅读后勾选。")
        self.data = self.data.copy()
        self.data["notice"] = self.current_notice and self.current_notice.pk
        for tick in ("consent", "sensitive_consent"):
            self.data.pop(tick, None)

    def _within_bounds(self):
        everybody = throttle.ALL_DOUBTFUL if self.doubts() else throttle.ALL_POSTS
        return throttle.allow(throttle.POSTS, self.address, everybody=everybody)

    def doubts(self):
        """Why this post may be a machine's; empty for a person's."""
        return doubts.of(self.cleaned_data)

    def _consents(self):
        """What was agreed to, each with the version of the page that was on the screen."""
        notice = self.cleaned_data["notice"]
        given = {ConsentKind.PROCESSING: notice}
        if self.cleaned_data["sensitive_consent"]:
            given[ConsentKind.SENSITIVE] = notice
        return given

    def submission(self):
        """The arguments of `services.submit`."""
        fields = ("area", "question", "city", "name", "phone", "email", "opponent")
        return {
            **{field: self.cleaned_data[field] for field in fields},
            "consents": self._consents(),
            "token": tokens.read(self.cleaned_data["token"]).random,
            "doubts": self.doubts(),
        }
