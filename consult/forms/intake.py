"""The consultation form, its consents, and what it suggests while a question is typed."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from articles.models import Article
from consult.base.enums import Call, ConsentKind, FactKind, Source
from consult.base.policy import TOO_OFTEN, MissingKeyError
from consult.client import facts
from consult.crypto import keys
from consult.forms.base import (
    LONGEST,
    NO_PHONE,
    PersonForm,
    PhoneMixin,
    PlainTextField,
    TokenForm,
    email_field,
    text_field,
)
from consult.forms.steps import SHOW, InSteps
from consult.models import AreaFact
from consult.models.facts import LONGEST_FACT, MOST_FACTS
from consult.spam import score
from firm.base import current_site, phones
from firm.base.forms import AreaField, RecordField, field_of, is_key
from firm.models import PageKind
from firm.site import records
from firm.site.legal_pages import tells_of_sms
from firm.site.records import current_version, notice_of_this_firm
from outbox import services as outbox

NOTICE_TICKS = ("consent", "sensitive_consent", "publication_consent", "sms_consent")
NOTICE_CHANGED = "隐私告知刚刚更新，请重新阅读后勾选。"
RULES_CHANGED = "未成年人规则刚刚更新，请重新阅读后勾选。"
NO_MINORS_PAGE = "本站尚未公布未成年人个人信息的处理规则，如涉及孩子信息，请打电话咨询。"
NO_CHILD_IN_PUBLIC = "涉及孩子信息的咨询，本所不作公开，请取消勾选此项。"
SHORTEST = 10
TOO_SHORT = f"内容过短，请至少填写{SHORTEST}个字。"
NO_AREA = "请选择类别，不确定就选最接近的一类。"
CHOSEN = "已按您写的先选好，不对就改，选错了由本所更正。"
SEPARATELY = "此类咨询涉及敏感个人信息，请勾选下面的单独同意后再提交。"
NO_CALL = "请选择可以还是不要。"
NO_MOBILE = "短信提醒要发到内地手机，请在“电话”里填写11位手机号，或者取消勾选此项。"
# The facts that a client may add for the area: questions of the office, none of them a must.
PREFIX = "fact-"
BEFORE = "area_before"  # the area with which a step was shown
NO_DAY = "没有这一天，请核对；如记不清，可写大概时间。"
OTHER = "其他情况"  # an answer to a question that the office has deleted meanwhile
MOST = 2 * MOST_FACTS  # the area may have been changed once it was written
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?)?[日号]?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
MONEY = re.compile(r"[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?(?:元|块|块钱)?")


class ConsentsForm(PersonForm):
    """An area, and separate consents (个人信息保护法 articles 13, 25, 29, 31), none ticked before.

    A tick counts for the version that was on the screen, and for no other: where the page was
    changed meanwhile its ticks come off and are asked for again.
    """

    separately = SEPARATELY
    explained: tuple[str, ...] = (*NOTICE_TICKS, "minor_consent")

    consent = forms.BooleanField(
        label="我已阅读隐私告知，同意本所为答复这次咨询处理上面的信息",
        error_messages={"required": "请先阅读隐私告知，勾选同意后才能提交。"},
    )
    sensitive_consent = forms.BooleanField(
        label="我单独同意本所为答复这次咨询处理其中的敏感个人信息", required=False
    )
    minor_consent = forms.BooleanField(
        label="涉及不满十四周岁未成年人的个人信息，我是其父母或其他监护人，"
        "同意本所为答复这次咨询处理这些信息",
        required=False,
    )
    publication_consent = forms.BooleanField(
        label="隐去身份信息后，这次的问题和答复可以作为问答公开", required=False
    )
    sms_consent = forms.BooleanField(
        label="有新答复、约好的时间有变时，给我填写的手机号发短信提醒", required=False
    )
    # What no person fills in takes anything: an error here would stand beside no visible field.
    notice = forms.Field(widget=forms.HiddenInput, required=False)
    minors_notice = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.closed = not keys.ready()
        areas = records.areas()
        self.minors_rules = current_version(PageKind.MINORS)
        self.current_notice = notice_of_this_firm()
        self.area_field = field_of(self, "area", AreaField)
        self.area_field.offer(areas)
        self.sensitive_areas = [area for area in areas if area.sensitive]
        # Who is to agree has read who sends: a notice without a word on it carries no such consent.
        notice = self.current_notice
        if not (outbox.sms_is_set() and notice and tells_of_sms(notice.body)):
            del self.fields["sms_consent"]
        if not self.is_bound:
            self.initial["notice"] = self.current_notice and self.current_notice.pk
            self.initial["minors_notice"] = self.minors_rules and self.minors_rules.pk

    def clean(self):
        super().clean()
        data = self.cleaned_data
        pages = {"notice": self.current_notice, "minors_notice": self.minors_rules}
        for name, current in pages.items():
            # What was on the screen, None when it is not the version that holds now.
            data[name] = current if current and data[name] == str(current.pk) else None
        if data["notice"] is None:
            self.add_error("consent", NOTICE_CHANGED)
            self._ask_again("notice", self.current_notice, NOTICE_TICKS)
        if data["minors_notice"] is None:
            if data["minor_consent"] and self.minors_rules:
                self.add_error("minor_consent", RULES_CHANGED)
            elif data["minor_consent"]:
                self.add_error(None, NO_MINORS_PAGE)
            self._ask_again("minors_notice", self.minors_rules, ("minor_consent",))
        if data.get("minor_consent") and data.get("publication_consent"):
            self.add_error("publication_consent", NO_CHILD_IN_PUBLIC)
        if data.get("sms_consent") and "phone" in data and not phones.mobile(data["phone"]):
            self.add_error("sms_consent", NO_MOBILE)
        area = data.get("area")
        if area and area.sensitive and not (data["sensitive_consent"] and data["notice"]):
            self.add_error("sensitive_consent", self.separately)
        if self.closed:
            self.add_error(None, str(MissingKeyError()))
        return data

    def _ask_again(self, field, current, ticks):
        """Show the present version and take the ticks off that were meant for an older one."""
        self.overwrite(**{field: current and current.pk})
        for tick in ticks:
            self.data.pop(tick, None)

    def consents(self):
        """What was agreed to, each with the version of the page that was on the screen."""
        data = self.cleaned_data
        asked = [
            ("sensitive_consent", ConsentKind.SENSITIVE, "notice"),
            ("minor_consent", ConsentKind.MINOR, "minors_notice"),
            ("publication_consent", ConsentKind.PUBLICATION, "notice"),
            ("sms_consent", ConsentKind.SMS, "notice"),
        ]
        given = {kind: data[page] for tick, kind, page in asked if data.get(tick)}
        return {ConsentKind.PROCESSING: data["notice"], **given}


def tidy(kind: str, text: str) -> str:
    """A day or an amount as a letter writes it; what is neither stays as it was written."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if kind == FactKind.DATE and (found := DAY.fullmatch(bare) or COMPACT.fullmatch(bare)):
        year, month, day = found.groups()
        try:
            known = date(int(year), int(month), int(day or 1))
        except ValueError:
            raise ValidationError(NO_DAY) from None
        return f"{known.year}年{known.month}月" + (f"{known.day}日" if day else "")
    if kind == FactKind.MONEY and (found := MONEY.fullmatch(bare)):
        return f"{int(found[1].replace(',', '')):,}{found[2] or ''}元"
    return text


class FactField(PlainTextField):
    def __init__(self, fact: AreaFact) -> None:
        self.fact = fact
        mode = {FactKind.MONEY: "decimal", FactKind.NUMBER: "numeric"}.get(FactKind(fact.kind))
        widget: forms.Widget = forms.TextInput(
            {"autocomplete": "off"} | ({"inputmode": mode} if mode else {})
        )
        if fact.offered:
            widget = forms.Select(choices=[("", "不填"), *((one, one) for one in fact.offered)])
        known = {"label": fact.asked, "help_text": fact.help, "widget": widget}
        super().__init__(required=False, max_length=LONGEST_FACT, **known)

    def clean(self, value):
        return tidy(self.fact.kind, super().clean(value))


class AsksFacts(PersonForm):
    """A form with the questions of the area that is chosen in it; answers to others stay."""

    facts_area = None  # whose questions stand in the form

    @property
    def asks_facts(self) -> bool:
        return bool(facts.requested()[1])

    def ask_facts(self, area) -> None:
        """Take in those that the post has answered; the area's own are read when they are shown.

        Those answered may be of other areas, and of an older page.
        """
        self.facts_area = area
        names = [name for name in self.data if name.startswith(PREFIX) and self.data[name]][:MOST]
        self.answered = {int(key) for name in names if is_key(key := name[len(PREFIX) :])}
        if self.answered:
            self.facts  # noqa: B018  (adds the fields)

    @cached_property
    def facts(self):
        own, known = facts.requested(self.facts_area)
        asked = {one.pk: one for one in own}
        missing = self.answered - asked.keys() - known.keys()
        stored = AreaFact.objects.in_bulk(missing) if missing else {}
        gone = {key: AreaFact(pk=key, name=OTHER) for key in missing}
        others = known | gone | stored
        asked |= {key: others[key] for key in sorted(self.answered - asked.keys())}
        names = {f"{PREFIX}{key}": FactField(fact) for key, fact in asked.items()}
        self.fields.update(names)
        return [self[name] for name in names]

    @property
    def shows_facts(self) -> bool:
        """Whether the questions stand open: asked for, answered, or with something to mend."""
        return SHOW in self.data or any(one.value() or one.errors for one in self.facts)

    def answers(self) -> list[tuple[str, str]]:
        """What was answered, each with the name of its question."""
        return [
            (field.fact.name, self.cleaned_data[name])
            for name, field in self.fields.items()
            if isinstance(field, FactField) and self.cleaned_data.get(name)
        ]


class ConsultationForm(AsksFacts, InSteps, TokenForm, PhoneMixin, ConsentsForm):
    """The consultation form; what guards it against machines is in `doubts` and `throttle`."""

    steps = {"question": 1} | dict.fromkeys(["area", "city", "opponent"], 2)
    steps |= dict.fromkeys(["phone", "call", "call_when", "email", "name"], 3)
    plain = ("question", "area", "call")
    field_order = list(steps)
    explained = ("files", *ConsentsForm.explained)
    said_with = ("area", "question", "facts", "city", "opponent", "name", "phone", "email", "call")

    question = PlainTextField(
        label="您想咨询的事情",
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text="何时、发生了什么、到了哪一步、想知道什么。\n不要写身份证号和银行卡号。",
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "data-wrong": TOO_SHORT}
            | {"data-pattern": f"[^]{{{SHORTEST},}}"}
        ),
        error_messages={
            "required": "请填写您想咨询的事情。",
            "min_length": TOO_SHORT,
            "max_length": f"最多{LONGEST}个字，现有%(show_value)d个字，请删减后再提交。",
        },
    )
    area = AreaField(
        label="事情属于哪一类",
        empty_label="请选择",
        help_text="选错了由本所更正。",
        widget=forms.Select(attrs={"data-wrong": NO_AREA, "data-chosen": CHOSEN}),
        error_messages={"required": NO_AREA},
    )
    city = text_field("所在城市", 20, "部分规定各地不同。", autocomplete="address-level2")
    opponent = text_field(
        "对方名称",
        60,
        "个人或单位均可。只用来核对本所是否代理过对方，不会公开，也不会告诉对方。",
        autocomplete="off",
    )
    name = text_field("怎么称呼您", 30, "可填姓氏或化名。", autocomplete="name")
    phone = text_field(
        "电话",
        30,
        "手机，或者带区号的座机。\n填写后可以选择能不能打、什么时候打。",
        autocomplete="tel",
        inputmode="tel",
        placeholder=" ",  # by which the style sheet knows whether there is a number
        **{"data-pattern": phones.ROUGHLY, "data-wrong": NO_PHONE},
    )
    call = forms.ChoiceField(
        label="可以打这个电话吗",
        help_text="不选就不会给您打电话。",
        choices=Call.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NO_CALL},
    )
    call_when = text_field("什么时候方便", 40, "例如：中午12点到1点。", autocomplete="off")
    email = email_field("有新答复时邮件提醒，邮件不含姓名和咨询内容，可随时退订。", "email")
    # What no person fills in takes anything: an error here would stand beside no visible field.
    lawyer = forms.Field(widget=forms.HiddenInput, required=False)
    article = forms.Field(widget=forms.HiddenInput, required=False)
    website = forms.Field(label="请勿填写此栏", required=False)
    proof = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, address=None, **kwargs):
        """`address` is whom a good post is counted for; without one nothing is counted."""
        super().__init__(*args, **kwargs)
        if not outbox.mail_is_set():  # the address is for reminders alone, and none would come
            del self.fields["email"]
        self.own_site = current_site.current()  # the lawyer on whose own site it is written, if any
        area = self.area_field.records.get(str(self["area"].value()))
        self.address = None if self.is_shown_again else address
        self.throttled, self.doubts = False, ""
        self.ask_facts(area)
        before = self.data.get(BEFORE)
        if self.is_shown_again and before and before != self.data.get("area"):
            self.overwrite()
            self.data.pop("sensitive_consent", None)  # it was read of another kind of matter

    def choose(self, key) -> None:
        """Choose the area of this key for who has chosen none, with its questions."""
        if area := self.area_field.records.get(str(key)):
            self.overwrite(area=str(key))
            self["area"].help_text = CHOSEN
            self.ask_facts(area)

    @property
    def addressee(self):
        """The lawyer to whom it is written: by a link from their page, or on their own site."""
        slug = str(self["lawyer"].value() or "")
        return self.own_site or (records.lawyer(slug) if slug else None)

    @cached_property
    def source_article(self):
        """The published article whose page led here by its own link; None for anything else."""
        key = str(self["article"].value() or "")
        known = key and is_key(key)
        return Article.objects.published().filter(pk=key).first() if known else None

    @property
    def source(self):
        """How it came, as far as the site sees it; whose host it is goes before what was read."""
        if self.own_site:
            return Source.LAWYER_HOST
        return Source.ARTICLE if self.source_article else Source.SITE

    def clean(self):
        data = super().clean()
        data["facts"] = [text for answer in self.answers() for text in answer]
        if not data.get("phone"):
            data["call"] = data["call_when"] = ""  # asked on the page once there is a number
        if self.errors or self.address is None:
            return data
        judgement = score.judge(data, self.opened_token, self.address)
        if judgement is None:
            self.throttled = True
            self.add_error(None, TOO_OFTEN)
            return data
        self.doubts = judgement.doubts
        # Last of all: opening pictures is expensive, so only once the post was counted.
        if self.judge_files():
            self.ask_for_room(self.address, proved=judgement.proved)
        else:
            self.forget()
        return data

    def step_of(self, name):
        return 2 if name.startswith(PREFIX) else super().step_of(name)

    def forget(self):
        """The post was refused: its text, sent again from a new form, is no repetition."""
        score.forget(self.cleaned_data, self.opened_token)

    def submission(self):
        """The arguments of `services.submit`."""
        fields = ["area", "question", "city", "name", "phone", "email", "opponent"]
        fields += ["call", "call_when"]
        return {
            **{field: self.cleaned_data.get(field, "") for field in fields},
            "facts": self.answers(),
            "consents": self.consents(),
            "files": self.enclosed(),
            "files_refused": self.files_refused,
            "token": self.token_value,
            "doubts": self.doubts,
            "addressee": self.addressee,
            "source": self.source,
            "source_article": self.source_article,
        }


class SuggestForm(forms.Form):
    question = PlainTextField(min_length=8, max_length=LONGEST)  # fewer characters name no matter
    area = RecordField(required=False, empty_label="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "area", RecordField).offer(records.areas())
