"""Registering what was told by telephone or at the desk; correcting who asks, and the facts.

All of it goes by post: nothing that was typed is in an address, a message or a log.
"""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin.desk import back_to, rendered
from consult.admin.side_panels import choice_field, staff_field
from consult.base import policy
from consult.base.enums import BY_THE_SITE, Call, Conflict, ConsentKind, Source
from consult.base.policy import Action
from consult.crypto import receipt_codes
from consult.crypto.fields import opens
from consult.desk import access
from consult.forms.base import (
    LONGEST,
    BesideForm,
    PhoneMixin,
    PlainTextField,
    StaffField,
    TokenForm,
    email_field,
    text_field,
)
from consult.forms.intake import NO_CALL, ConsentsForm
from consult.models.facts import LONGEST_FACT, LONGEST_NAME
from consult.services import Registration
from consult.services.desk import Row, state_of
from firm.admin import lost_post
from firm.base.current_site import absolute_url
from firm.base.forms import AreaField, field_of
from firm.models import SiteSettings
from firm.site import records, service_hours
from firm.site.records import notice_of_this_firm

REGISTER = "admin:consult_consultation_register"
NO_NOTICE = "本所的隐私告知尚未公开，暂时不能登记咨询。公开以后，再点“再试一次”。"
STORED = "已登记，编号{}。"
STORED_LOCKED = "已登记，编号{}。可能有利益冲突，内容已封存，等待负责人审查。"
LOCKED = "已更正。比对发现可能有利益冲突，内容已封存，等待负责人审查。"

NO_NAME = "请填写称呼，不愿说的可以填“匿名”。"
NO_CONSENT = "请先口头告知并征得同意，再勾选。"
NOT_SEPARATELY = "这个领域涉及敏感个人信息，请另外征得对方同意，再勾选。"
BY_MOUTH = (
    "已口头告知，对方同意：本所为答复这次咨询处理这些信息，结束{}天后删除，"
    "对方可以随时要求查看、更正、删除，也可以撤回同意"
)
SENSITIVE_BY_MOUTH = "已口头说明为什么需要敏感个人信息、对本人有什么影响，对方单独同意处理"
GUARDIAN_BY_MOUTH = "涉及不满十四周岁的孩子：对方是父母或其他监护人，同意处理孩子的信息"
SMS_BY_MOUTH = (
    "已口头告知，对方同意：有新答复、约好的时间有变时，由短信服务商发短信提醒，不写内容，开头有本所的签名，"
    "每天最多一条，可以随时停收"
)
HOW = "请选择来源。"
ANSWERED = "未答复则不填。登记后对方凭查询码即可看到，署名是您。"
ANSWER_DRAFTED = "未答复则不填。登记后存为草稿，由律师核对后发出。"
# How it came; what the site itself sees is not told by mouth.
SPOKEN = [(one.value, one.label) for one in Source if one not in BY_THE_SITE]
PERSON = ("name", "phone", "email", "city", "opponent")
CALL = ("call", "call_when")
CALLER = ("area", "question", "name", "phone", "opponent")
UNTOLD = [("", "没有说，先不打"), *Call.choices]
MOST_ROWS = 60
PARTS = KEY, NAME, VALUE = "key_", "name_", "value_"
NAMELESS = "请填写这一项的名称，例如：工龄。"
WORDLESS = "请填写内容；如不需要这一行，名称也请清空。"


def _name(**kwargs):
    return PlainTextField(
        label="称呼", max_length=30, widget=forms.TextInput({"autocomplete": "off"}), **kwargs
    )


class RegisterForm(TokenForm, PhoneMixin, ConsentsForm):
    """A consultation that was told by telephone or at the desk, with the consents told by mouth."""

    separately = NOT_SEPARATELY
    explained = ("sensitive_consent", "minor_consent", "no_code")
    publication_consent = None  # type: ignore[assignment]  # asked for in writing alone

    source = choice_field(SPOKEN, HOW, label="来源", initial=Source.PHONE, widget=forms.RadioSelect)
    name = _name(help_text="填写全名才能检查利益冲突。", error_messages={"required": NO_NAME})
    phone = text_field("电话", 30, autocomplete="off", inputmode="tel")
    call = choice_field(UNTOLD, NO_CALL, label="能否打电话", required=False)
    call_when = text_field("什么时候方便", 40, autocomplete="off")
    opponent = text_field("对方名称", 60, "个人或单位全称，用来检查利益冲突。", autocomplete="off")
    area = AreaField(
        label="业务领域",
        empty_label="请选择",
        error_messages={"required": "请选择业务领域，不确定就选最接近的一个。"},
    )
    question = PlainTextField(
        label="咨询内容",
        max_length=LONGEST,
        help_text="记要点，不记身份证号、银行卡号。",
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        error_messages={"required": "请填写咨询内容。"},
    )
    answer = PlainTextField(
        label="现场答复", max_length=LONGEST, required=False, widget=forms.Textarea({"rows": 3})
    )
    to = staff_field("承办人", "暂不分派")
    no_code = forms.BooleanField(label="不给查询码，只用电话答复", required=False)

    def __init__(self, *args, user, initial=None, **kwargs):
        super().__init__(*args, initial=initial, **kwargs)
        self.user = user
        self.initial.update(initial or {})  # the notice that was on the screen among it
        self.fields["consent"].label = BY_MOUTH.format(SiteSettings.load().retention_days)
        self.fields["consent"].error_messages["required"] = NO_CONSENT
        self.fields["sensitive_consent"].label = SENSITIVE_BY_MOUTH
        self.fields["minor_consent"].label = GUARDIAN_BY_MOUTH
        if "sms_consent" in self.fields:
            self.fields["sms_consent"].label = SMS_BY_MOUTH
        may_send = policy.may(user, Action.REPLY)
        self.fields["answer"].help_text = ANSWERED if may_send else ANSWER_DRAFTED
        if SiteSettings.load().assign_by_turn:
            field_of(self, "to", StaffField).empty_label = "按设置轮流分派"
        if not self.is_bound:
            self.initial.setdefault("to", user.pk if may_send else None)

    def submission(self):
        """The arguments of `services.submit`; sent again with another answer it is another post."""
        data = self.cleaned_data
        registration = Registration(self.user, Source(data["source"]), data["to"], data["answer"])
        return {
            **{name: data[name] for name in (*CALLER, *CALL)},
            "consents": self.consents(),
            "token": f"{self.token_value}\x00{data['answer']}",
            "registered": registration,
        }


class GoOnForm(TokenForm):
    source = RegisterForm.base_fields["source"]
    question = RegisterForm.base_fields["question"]
    answer = RegisterForm.base_fields["answer"]


class CorrectForm(BesideForm, PhoneMixin):
    """Who asks, as the page of a consultation has it; `seen` is what stood there when it opened."""

    name = _name(required=False)
    phone = RegisterForm.base_fields["phone"]
    call, call_when = (RegisterForm.base_fields[name] for name in CALL)
    email = email_field("填写后，有新答复时邮件提醒。", "off")
    city = text_field("所在城市", 20, autocomplete="off")
    opponent = RegisterForm.base_fields["opponent"]
    area = RegisterForm.base_fields["area"]
    sensitive_consent = forms.BooleanField(label=SENSITIVE_BY_MOUTH, required=False)
    seen = forms.Field(widget=forms.HiddenInput, required=False)
    notice = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, consultation, **kwargs):
        now = {"area": consultation.area_id}
        if opens([consultation]):  # else nothing of it is shown, and none taken back
            now |= {name: getattr(consultation, name) for name in (*PERSON, *CALL)}
            now["seen"] = services.print_of(consultation)[0]
        super().__init__(*args, initial=now, **kwargs)
        self.consultation, self.current_notice = consultation, notice_of_this_firm()
        self.initial["notice"] = self.current_notice and self.current_notice.pk
        areas = {area.pk: area for area in [*records.areas(), consultation.area]}
        field_of(self, "area", AreaField).offer(areas.values())
        self.sensitive_areas = [area for area in areas.values() if area.sensitive]

    def clean(self):
        """A sensitive area needs a consent of its own, unless it was this one already."""
        super().clean()
        data, given = self.cleaned_data, self.consultation.consents
        area = data.get("area")
        if area and area.sensitive and area.pk != self.consultation.area_id:
            agreed = given.filter(kind=ConsentKind.SENSITIVE, withdrawn_at__isnull=True)
            if not (agreed.exists() or self.sensitive):
                self.add_error("sensitive_consent", NOT_SEPARATELY)
        return data

    @property
    def sensitive(self):
        """The notice under which the client has agreed by mouth; None without a tick."""
        data, current = self.cleaned_data, self.current_notice
        ticked = data["sensitive_consent"] and current and data["notice"] == str(current.pk)
        return current if ticked else None

    def correction(self):
        data = self.cleaned_data
        person = {name: data[name] for name in (*PERSON, *CALL, "area", "seen")}
        return {**person, "sensitive": self.sensitive}


def correct(desk, form):
    """Put it right; a name that meets a known party seals the consultation."""
    try:
        corrected = services.correct(**desk.known, **form.correction())
    except services.NotAllowedError:  # beside what was typed now stands what a colleague wrote
        typed = set(form.changed_data) - {"seen", "notice"}
        form.overwrite(**{name: now for name, now in form.initial.items() if name not in typed})
        raise
    if corrected.conflict != Conflict.SEALED:
        return "咨询人信息已更正。"
    messages.warning(desk.request, LOCKED)
    return ""


class CaseFactsForm(BesideForm):
    """All rows of the table; `state` tells which one was on the page."""

    state = forms.Field(widget=forms.HiddenInput(attrs={"id": False}), required=False)

    def __init__(self, data=None, *, facts):
        super().__init__(data)
        self.known = {str(one.pk): one for one in facts}
        if data is None:
            self.initial["state"] = state_of(facts)
            self.posted = [(key, one.name, one.value) for key, one in self.known.items()]
            self.posted.append(("", "", ""))
        else:
            self.posted = [
                tuple(data.get(f"{part}{number}", "") for part in PARTS)
                for number in range(MOST_ROWS)
                if f"{VALUE}{number}" in data
            ] or [("", "", "")]
        hidden = forms.HiddenInput(attrs={"id": False})
        text = forms.TextInput(attrs={"autocomplete": "off"})
        for number, (key, name, value) in enumerate(self.posted):
            self.fields[f"{KEY}{number}"] = forms.Field(required=False, widget=hidden, initial=key)
            self.fields[f"{NAME}{number}"] = PlainTextField(
                label="名称",
                max_length=LONGEST_NAME,
                required=False,
                initial=name,
                widget=hidden if key else text,
                show_hidden_initial=not key,
            )
            self.fields[f"{VALUE}{number}"] = PlainTextField(
                label=name or "内容",
                max_length=LONGEST_FACT,
                required=False,
                initial=value,
                widget=text,
                show_hidden_initial=True,
            )

    def clean(self):
        data = super().clean() or {}
        for number, (key, _, _) in enumerate(self.posted):
            name, value = data.get(f"{NAME}{number}"), data.get(f"{VALUE}{number}")
            if not key and value and name == "":
                self.add_error(f"{NAME}{number}", ValidationError(NAMELESS))
            if not key and name and value == "":
                self.add_error(f"{VALUE}{number}", ValidationError(WORDLESS))
        return data

    def rows(self):
        data = self.cleaned_data
        numbers = range(len(self.posted))
        return [Row(*(data[f"{part}{one}"] or "" for part in PARTS)) for one in numbers]

    @property
    def shown(self):
        """The rows for the template; `first` is what the client wrote where that was corrected."""
        for number, (key, _, _) in enumerate(self.posted):
            fact = self.known.get(key)
            fields = {"key": self[f"{KEY}{number}"], "name": self[f"{NAME}{number}"]}
            yield {
                **fields,
                "value": self[f"{VALUE}{number}"],
                "is_new": not fields["key"].value(),
                "label": fields["name"].value(),
                "first": fact.answer if fact and fact.corrected else "",
            }


def save_facts(desk, form):
    try:
        services.set_facts(**desk.known, rows=form.rows(), seen=form.cleaned_data["state"] or "")
    except services.FactsChangedError:  # here too, and the table has been seen by now
        now = {key: fact.value for key, fact in form.known.items()}
        values = {f"{VALUE}{place}": key for place, (key, _, _) in enumerate(form.posted) if key}
        kept = {at: now.get(key, "") for at, key in values.items() if at not in form.changed_data}
        form.overwrite(state=state_of(list(form.known.values())), **kept)
        raise
    return "情况已保存。"


def may(user) -> bool:
    return user.has_perm("consult.register_consultation")


def register(request, admin):
    """The form; posted, the consultation is stored, looked up, or goes on with an earlier one."""
    if request.method != "POST":
        return _show(request, admin, RegisterForm(user=request.user))
    if "look" in request.POST:
        form = RegisterForm(user=request.user, initial=request.POST.dict())
        return _show(request, admin, form, **_looked_up(request, form))
    if key := request.POST.get("go_on"):
        return _go_on(request, admin, key)
    form = RegisterForm(request.POST, user=request.user)
    if form.current_notice is None:
        return lost_post.show(request, NO_NOTICE, 409)
    if not form.is_valid():
        return _show(request, admin, form, 422, **_looked_up(request, form))
    try:
        consultation, code = services.submit(**form.submission())
    except services.NotAllowedError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, admin, form, 503)
    # To the code, or where none is wanted to the consultation; 再记一条 leads to an empty form.
    again, unwanted = "again" in request.POST, form.cleaned_data["no_code"]
    if again or unwanted:
        said = STORED_LOCKED if consultation.conflict == Conflict.SEALED else STORED
        messages.success(request, said.format(consultation.reference))
    if unwanted and not again:
        return back_to(request.user, consultation)
    response = redirect(REGISTER if again else "admin:consult_consultation_registered")
    if not unwanted:
        shown = receipt_codes.Receipt(code, consultation.promised_until)
        place = receipt_codes.for_staff(request.user)
        receipt_codes.hand_over(response, shown, secure=settings.HTTPS, place=place)
    return response


def _looked_up(request, form):
    """What is known of who calls, or why it is not told; nothing where nothing was typed."""
    most = {"name": 60, "opponent": 60, "phone": 60, "question": LONGEST}
    typed = {name: request.POST.get(name, "")[:n].replace("\x00", "") for name, n in most.items()}
    if form.closed or not any(typed[name] for name in ("name", "opponent", "phone")):
        return {}
    try:
        return {"found": services.look_up(user=request.user, **typed)}
    except services.NotAllowedError as refusal:
        return {"not_looked_up": str(refusal)}


def _go_on(request, admin, key):
    """Add it to an earlier consultation, as if its client had."""
    form = GoOnForm(request.POST)
    if not form.is_valid():
        again = RegisterForm(user=request.user, initial=request.POST.dict())
        said = [words for errors in form.errors.values() for words in errors]
        return _show(request, admin, again, 422, **_looked_up(request, again), said=said)
    consultation = access.find(request.user, key)
    if consultation is None:
        return lost_post.show(request, "您目前不能接续这条咨询，请作为新咨询登记。", 404)
    data = form.cleaned_data
    try:
        services.spoken_message(
            consultation=consultation,
            registered=Registration(request.user, Source(data["source"]), answer=data["answer"]),
            text=data["question"],
            token=form.token_value,
        )
    except services.NotAllowedError as refusal:
        return lost_post.show(request, str(refusal), 409)
    messages.success(request, f"已记入咨询{consultation.reference}。")
    return back_to(request.user, consultation)


def _show(request, admin, form, status=200, **more):
    now = timezone.now()
    context = {
        "title": "登记咨询",
        "form": form,
        "due": service_hours.due(now, SiteSettings.load().target_hours),
        "code_waits": receipt_codes.read(request, receipt_codes.for_staff(request.user)),
        **more,
    }
    return rendered(request, admin, "consultation/register", context, status)


def registered(request, admin):
    """The code for the client, to be read out or printed; for ten minutes, to who registered."""
    place = receipt_codes.for_staff(request.user)
    shown = receipt_codes.read(request, place)
    consultation = shown and services.find_by_code(code=shown.code)
    context: dict[str, object] = {"title": "已登记" if consultation else "查询码不再显示"}
    if shown and consultation:
        context |= {
            "code": receipt_codes.grouped(shown.code),
            "promised_until": shown.promised_until,
            "consultation": consultation,
            "opens": access.find(request.user, consultation.pk) is not None,
            "thread_address": absolute_url(reverse("consult:thread")),
            "minutes": receipt_codes.SECONDS // 60,
        }
    response = rendered(request, admin, "consultation/registered", context)
    if not consultation and place.cookie in request.COOKIES:
        receipt_codes.forget(response, place)
    return response
