"""What the staff fills in who registers a consultation, or puts right who asks."""

from django import forms

from consult import services
from consult.base import policy, staff
from consult.base.enums import BY_THE_SITE, ConsentKind, Source
from consult.base.exceptions import MissingKeyError
from consult.base.policy import Action
from consult.crypto import keys
from consult.forms.base import (
    LONGEST,
    AreaField,
    PhoneMixin,
    PlainTextField,
    StaffField,
    TokenForm,
    text_field,
)
from consult.forms.consents import ConsentsForm
from consult.services import Registration
from firm.base.forms import field_of
from firm.models import SiteSettings
from firm.site import shown
from firm.site.services import notice_of_this_firm

NO_NAME = "请填写称呼，不愿说的可以填“匿名”。"
NOT_TOLD = "请先口头告知并征得同意，再勾选。"
TOLD_NOT_SEPARATELY = "这个领域涉及敏感个人信息，请另外征得对方同意，再勾选。"
TOLD = (
    "已口头告知，对方同意：本所为答复这次咨询处理这些信息，结束{}天后删除，"
    "对方可以随时要求查看、更正、删除，也可以撤回同意"
)
TOLD_SENSITIVE = "已口头说明为什么需要敏感个人信息、对本人有什么影响，对方单独同意处理"
TOLD_GUARDIAN = "涉及不满十四周岁的孩子：对方是父母或其他监护人，同意处理孩子的信息"
TOLD_SMS = (
    "已口头告知，对方同意：有新答复时由短信服务商发短信提醒，不写内容，开头有本所的签名，"
    "每天最多一条，可以随时停收"
)
HOW = "请选择怎么来的。"
NOT_ABLE = "该人员目前不能答复咨询，请另选一位。"
BY_TURN, NOBODY = "按设置轮流分派", "暂不分派"
ANSWER = "当时怎么答复的"
ANSWERED = "没有答复的不填。登记后对方凭查询码马上看得到，署名是您。"
ANSWER_DRAFTED = "没有答复的不填。登记后存为草稿，由律师核对后发出。"
# How it came; what the site itself sees is not told by mouth.
SPOKEN = [(one.value, one.label) for one in Source if one not in BY_THE_SITE]
PERSON = ("name", "phone", "email", "city", "opponent")


def _name(**kwargs):
    return PlainTextField(
        label="称呼", max_length=30, widget=forms.TextInput({"autocomplete": "off"}), **kwargs
    )


def _phone():
    return text_field("电话", 30, autocomplete="off", inputmode="tel")


def _opponent():
    return text_field("对方名称", 60, "个人或单位全称，用来检查利益冲突。", autocomplete="off")


def _area():
    return AreaField(
        label="业务领域",
        empty_label="请选择",
        error_messages={"required": "请选择业务领域，不确定的选最接近的一个。"},
    )


class RegisterForm(TokenForm, PhoneMixin, ConsentsForm):
    """A consultation that was told by telephone or at the desk, with the consents told by mouth."""

    explained = ("sensitive_consent", "minor_consent", "no_code")
    publication_consent = None  # type: ignore[assignment]  # asked for in writing alone

    source = forms.ChoiceField(
        label="怎么来的",
        choices=SPOKEN,
        initial=Source.PHONE,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), HOW),
    )
    name = _name(help_text="说了全名才能检查利益冲突。", error_messages={"required": NO_NAME})
    phone = _phone()
    opponent = _opponent()
    area = _area()
    question = PlainTextField(
        label="说了什么",
        max_length=LONGEST,
        help_text="记要点，不记身份证号、银行卡号。",
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        error_messages={"required": "请填写对方说了什么。"},
    )
    answer = PlainTextField(
        label=ANSWER, max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 3})
    )
    to = StaffField(
        label="交给谁",
        queryset=None,
        required=False,
        error_messages={"invalid_choice": NOT_ABLE},
    )
    no_code = forms.BooleanField(label="不给查询码，只用电话答复", required=False)

    def __init__(self, *args, user, initial=None, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        self.user, self.closed = user, not keys.ready()
        self.initial.update(initial or {})  # the notice that was on the screen among it
        self.fields["consent"].label = TOLD.format(SiteSettings.load().retention_days)
        self.fields["consent"].error_messages["required"] = NOT_TOLD
        self.fields["sensitive_consent"].label = TOLD_SENSITIVE
        self.fields["minor_consent"].label = TOLD_GUARDIAN
        if "sms_consent" in self.fields:
            self.fields["sms_consent"].label = TOLD_SMS
        areas = shown.areas()
        field_of(self, "area", AreaField).offer(areas)
        self.sensitive_areas = [area for area in areas if area.sensitive]
        may_send = policy.may(user, Action.REPLY)
        self.fields["answer"].help_text = ANSWERED if may_send else ANSWER_DRAFTED
        self._offer_people(user if may_send else None)

    def _offer_people(self, oneself):
        field = field_of(self, "to", StaffField)
        field.queryset = staff.holders(Action.REPLY)
        field.empty_label = BY_TURN if SiteSettings.load().assign_by_turn else NOBODY
        if not self.is_bound:
            self.initial.setdefault("to", oneself and oneself.pk)

    def clean(self):
        data = super().clean()
        area = data.get("area")
        if area and area.sensitive and not (data["sensitive_consent"] and data["notice"]):
            self.add_error("sensitive_consent", TOLD_NOT_SEPARATELY)
        if self.closed:
            self.add_error(None, str(MissingKeyError()))
        return data

    @property
    def registered(self):
        """Who registers it, and what follows at once."""
        data = self.cleaned_data
        return Registration(self.user, Source(data["source"]), data["to"], data["answer"])

    def submission(self):
        """The arguments of `services.submit`; sent again with another answer it is another post."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("area", "question", "name", "phone", "opponent")},
            "consents": self.consents(),
            "token": f"{self.token_value}\x00{data['answer']}",
            "registered": self.registered,
        }


class GoOnForm(TokenForm):
    """What of the same form is needed to go on with an earlier consultation."""

    source = RegisterForm.base_fields["source"]
    question = RegisterForm.base_fields["question"]
    answer = RegisterForm.base_fields["answer"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def message(self):
        """The arguments of `services.told_message` beside the consultation."""
        data = self.cleaned_data
        told = Registration(self.user, Source(data["source"]), answer=data["answer"])
        return {"registered": told, "text": data["question"], "token": self.token_value}


class CorrectForm(PhoneMixin):
    """Who asks, as the page of a consultation has it; `seen` is what stood there when it opened."""

    name = _name(required=False)
    phone = _phone()
    email = forms.EmailField(
        label="邮箱",
        max_length=120,
        required=False,
        help_text="填写后，有新答复时邮件提醒。",
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "invalid": "邮箱格式有误，应形如name@example.com。",
            "max_length": "邮箱过长，请检查后重新填写。",
        },
    )
    city = text_field("所在城市", 20, autocomplete="off")
    opponent = _opponent()
    area = _area()
    sensitive_consent = forms.BooleanField(label=TOLD_SENSITIVE, required=False)
    seen = forms.Field(widget=forms.HiddenInput, required=False)
    notice = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, consultation, **kwargs):
        now = {name: getattr(consultation, name) for name in PERSON}
        now |= {"area": consultation.area_id, "seen": services.print_of(consultation)[0]}
        super().__init__(*args, initial=now, **kwargs)
        self.consultation, self.current_notice = consultation, notice_of_this_firm()
        self.initial["notice"] = self.current_notice and self.current_notice.pk
        areas = {area.pk: area for area in [*shown.areas(), consultation.area]}
        field_of(self, "area", AreaField).offer(areas.values())
        self.sensitive_areas = [area for area in areas.values() if area.sensitive]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        area = data.get("area")
        if area and area.sensitive and not (self._agreed_before() or self.sensitive):
            self.add_error("sensitive_consent", TOLD_NOT_SEPARATELY)
        return data

    def _agreed_before(self):
        """Whether its area was sensitive already, or the client has agreed to that separately."""
        given = self.consultation.consents.filter(kind=ConsentKind.SENSITIVE)
        unchanged = self.cleaned_data["area"].pk == self.consultation.area_id
        return unchanged or given.filter(withdrawn_at__isnull=True).exists()

    @property
    def sensitive(self):
        """The notice under which the client has agreed by mouth; None without a tick."""
        data, current = self.cleaned_data, self.current_notice
        ticked = data["sensitive_consent"] and current and data["notice"] == str(current.pk)
        return current if ticked else None

    def correction(self):
        """The arguments of `services.correct` beside the consultation."""
        data = self.cleaned_data
        person = {name: data[name] for name in (*PERSON, "area", "seen")}
        return {**person, "sensitive": self.sensitive}
