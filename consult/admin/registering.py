"""Registering what was told by telephone or at the desk, and correcting who asks.

All of it goes by post: nothing that was typed is in an address, a message or a log.
"""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consult import services
from consult.admin import desk
from consult.admin.desk import REGISTER, REGISTER_TEXTS, address_of
from consult.base import policy
from consult.base.enums import BY_THE_SITE, Conflict, ConsentKind, Source
from consult.base.policy import Action, MissingKeyError
from consult.crypto import keys, receipt_codes
from consult.desk import access
from consult.forms.base import (
    LONGEST,
    AreaField,
    PhoneMixin,
    PlainTextField,
    StaffField,
    TokenForm,
    text_field,
)
from consult.forms.intake import ConsentsForm
from consult.services import Registration
from firm.base.current_site import absolute_url
from firm.base.forms import field_of
from firm.models import SiteSettings
from firm.site import records, service_hours
from firm.site.records import notice_of_this_firm

# What the staff fills in who registers a consultation, or puts right who asks.

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
        areas = records.areas()
        field_of(self, "area", AreaField).offer(areas)
        self.sensitive_areas = [area for area in areas if area.sensitive]
        may_send = policy.may(user, Action.REPLY)
        self.fields["answer"].help_text = ANSWERED if may_send else ANSWER_DRAFTED
        self._offer_people(user if may_send else None)

    def _offer_people(self, oneself):
        field = field_of(self, "to", StaffField)
        field.queryset = access.holders(Action.REPLY)
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
        areas = {area.pk: area for area in [*records.areas(), consultation.area]}
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


# Putting right who asks, on the page of a consultation.

CORRECTED = "咨询人信息已更正。"
SEALED = "已更正。比对发现可能有利益冲突，内容已封存，等待负责人审查。"


def correct(desk):
    """Put it right; a name that meets a known party seals the consultation."""
    form = CorrectForm(desk.request.POST, consultation=desk.consultation)
    if not form.is_valid():
        return desk.show(422, correct=form)
    corrected = services.correct(**desk.known, **form.correction())
    if corrected.conflict == Conflict.SEALED:
        messages.warning(desk.request, SEALED)
        return desk.done()
    return desk.done(CORRECTED)


def form_of(desk, given):
    """The form on the page: the one that came back, else a fresh one; None without the right."""
    if not desk.can(Action.CORRECT):
        return None
    return given.get("correct") or CorrectForm(consultation=desk.consultation)


# Registering what was told by telephone or at the desk, and the page with the code for the client.

REGISTERED = "admin:consult_consultation_registered"
RIGHT = "consult.register_consultation"
TITLE, DONE = "登记咨询", "已登记"
NO_NOTICE = "本所的隐私告知尚未公开，暂时不能登记咨询。公开以后，再点“再试一次”。"
KEPT = "已登记，编号{}。"
KEPT_SEALED = "已登记，编号{}。可能有利益冲突，内容已封存，等待负责人审查。"
GONE_ON = "已记入咨询{}。"
NOT_YOURS = "这条咨询您目前不能接着谈，请作为新咨询登记。"
LOOKED_UP = ("name", "opponent", "phone")


@require_http_methods(["GET", "HEAD", "POST"])
def register(request, admin):
    """The form; posted, the consultation is stored, looked up, or goes on with an earlier one."""
    _require_right(request)
    if request.method != "POST":
        return _show(request, admin, RegisterForm(user=request.user))
    try:
        return _posted(request, admin)
    except OperationalError:
        return desk.busy(request, REGISTER_TEXTS)


def open_form(request, admin):
    """The form behind the login, which would swallow what was typed when a session ends."""
    return REGISTER_TEXTS.behind_login(admin.admin_site, register)(request, admin)


def _require_right(request):
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _posted(request, admin):
    if "look" in request.POST:
        form = RegisterForm(user=request.user, initial=request.POST.dict())
        return _show(request, admin, form, **_looked_up(request, form))
    if key := request.POST.get("go_on"):
        return _go_on(request, admin, key)
    form = RegisterForm(request.POST, user=request.user)
    if form.current_notice is None:
        return REGISTER_TEXTS.show(request, NO_NOTICE, 409)
    if not form.is_valid():
        return _show(request, admin, form, 422, **_looked_up(request, form))
    try:
        consultation, code = services.submit(**form.submission())
    except services.NotAllowedError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, admin, form, 503)
    return _registered(request, form, consultation, code)


def _looked_up(request, form):
    """What is known of who calls, or why it is not told; nothing where nothing was typed."""
    typed = {name: request.POST.get(name, "")[:60].replace("\x00", "") for name in LOOKED_UP}
    if form.closed or not any(typed.values()):
        return {}
    try:
        return {"found": services.look_up(user=request.user, **typed)}
    except services.NotAllowedError as refusal:
        return {"not_looked_up": str(refusal)}


def _go_on(request, admin, key):
    """Add it to an earlier consultation, as if its client had."""
    form = GoOnForm(request.POST, user=request.user)
    if not form.is_valid():
        again = RegisterForm(user=request.user, initial=request.POST.dict())
        said = [words for errors in form.errors.values() for words in errors]
        return _show(request, admin, again, 422, **_looked_up(request, again), said=said)
    consultation = access.find(request.user, key)
    if consultation is None:
        return REGISTER_TEXTS.show(request, NOT_YOURS, 404)
    try:
        services.told_message(consultation=consultation, **form.message())
    except services.NotAllowedError as refusal:
        return REGISTER_TEXTS.show(request, str(refusal), 409)
    messages.success(request, GONE_ON.format(consultation.reference))
    return _to_page(request, consultation)


def _registered(request, form, consultation, code):
    """To the code, or where none is wanted to the consultation; 再记一条 leads to an empty form."""
    again, unwanted = "again" in request.POST, form.cleaned_data["no_code"]
    if again or unwanted:
        sealed = consultation.conflict == Conflict.SEALED
        said = (KEPT_SEALED if sealed else KEPT).format(consultation.reference)
        messages.success(request, said)
    if again:
        response = redirect(REGISTER)
    else:
        response = _to_page(request, consultation) if unwanted else redirect(REGISTERED)
    if not unwanted:
        shown = receipt_codes.Receipt(code, consultation.promised_until)
        place = receipt_codes.for_staff(request.user)
        receipt_codes.hand_over(response, shown, secure=settings.HTTPS, place=place)
    return response


def _to_page(request, consultation):
    if access.find(request.user, consultation.pk) is None:
        return redirect("admin:consult_consultation_changelist")
    return redirect(address_of(consultation))


def _show(request, admin, form, status=200, **more):
    now = timezone.now()
    context = {
        "title": TITLE,
        "form": form,
        "due": service_hours.due(now, SiteSettings.load().target_hours),
        "code_waits": receipt_codes.read(request, receipt_codes.for_staff(request.user)),
        **more,
    }
    return _answer(request, admin, "register.html", context, status)


@require_safe
def registered(request, admin):
    """The code for the client, to be read out or printed; for ten minutes, to who registered."""
    _require_right(request)
    place = receipt_codes.for_staff(request.user)
    shown = receipt_codes.read(request, place)
    consultation = shown and services.find_by_code(code=shown.code)
    context: dict[str, object] = {"title": DONE if consultation else "查询码不再显示"}
    if shown and consultation:
        opens = access.find(request.user, consultation.pk) is not None
        context |= {
            "code": receipt_codes.grouped(shown.code),
            "promised_until": shown.promised_until,
            "consultation": consultation,
            "opens": opens,
            "thread_address": absolute_url(reverse("consult:thread")),
            "minutes": receipt_codes.SECONDS // 60,
        }
    response = _answer(request, admin, "registered.html", context)
    if not consultation and place.cookie in request.COOKIES:
        receipt_codes.forget(response, place)
    return response


def _answer(request, admin, page, context, status=200):
    frame = {**admin.admin_site.each_context(request), "opts": admin.opts}
    page = f"admin/consult/consultation/{page}"
    response = render(request, page, frame | context, status=status)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response
