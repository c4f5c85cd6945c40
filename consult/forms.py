"""What a client and a lawyer fill in."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from consult import codes, throttle, tokens
from firm import phones
from firm.models import PracticeArea
from firm.services import current_notice

SHORTEST, LONGEST = 10, 5000
BROKEN = "\ufffd"


class PlainTextField(forms.CharField):
    """Text of a person: line ends folded before they are counted, broken characters refused."""

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def validate(self, value):
        super().validate(value)
        if BROKEN in value:
            raise ValidationError("里面有无法识别的字符，请删去或重新输入。")


class AreaField(forms.ModelChoiceField):
    """Practice areas, those of the second level under the name of the first."""

    def label_from_instance(self, area):
        return f"{area.parent.name}：{area.name}" if area.parent else area.name


def text_field(label, longest, help_text="", **attrs):
    """A one-line field that may stay empty."""
    widget = forms.TextInput(attrs=attrs)
    return PlainTextField(
        label=label, max_length=longest, required=False, help_text=help_text, widget=widget
    )


class PersonForm(forms.Form):
    """A form that a person fills in on a page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @property
    def has_field_errors(self):
        """Whether something is to be mended beside a field."""
        return any(name != NON_FIELD_ERRORS for name in self.errors)


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
        token = tokens.read(self.cleaned_data["token"])
        found = [
            (self.cleaned_data["website"], "填写了隐藏栏"),
            (not token.valid, "表单凭证无效"),
            (token.valid and token.too_fast, "提交过快"),
        ]
        return "、".join(reason for doubt, reason in found if doubt)

    def submission(self):
        """The arguments of `services.submit`."""
        fields = ("area", "question", "city", "name", "phone", "email", "opponent", "notice")
        return {
            **{field: self.cleaned_data[field] for field in fields},
            "sensitive_consent": bool(self.cleaned_data["sensitive_consent"]),
            "token": tokens.read(self.cleaned_data["token"]).random,
            "doubts": self.doubts(),
        }


class CodeForm(PersonForm):
    """The receipt code, however it is typed; whether it exists is not this form's business."""

    code = forms.CharField(
        label="查询码",
        max_length=60,
        required=False,
        help_text="16位数字，空格和短横线可有可无。",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        return codes.normalise(self.cleaned_data["code"])


class MessageForm(PersonForm):
    """What a client adds to the thread."""

    text = PlainTextField(
        label="补充或追问",
        min_length=2,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请先写下要补充的内容。"},
    )
    token = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["token"] = tokens.issue()

    @property
    def token_value(self):
        """The random part of the token, for `services`."""
        return tokens.read(self.cleaned_data["token"]).random


class ReplyForm(MessageForm):
    """What a lawyer answers."""

    text = PlainTextField(
        label="答复",
        min_length=2,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "请先写下答复。"},
    )


class NoteForm(PersonForm):
    """A private note."""

    note = PlainTextField(
        label="内部备注",
        max_length=LONGEST,
        help_text="只有本所人员能看到。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请先写下备注。"},
    )
