"""The consultation form."""

from django import forms
from django.utils.functional import cached_property

from articles.models import Article
from consult.base.enums import Source
from consult.base.exceptions import TOO_OFTEN, MissingKeyError
from consult.crypto import keys
from consult.forms.base import (
    LONGEST,
    NO_PHONE,
    AreaField,
    PhoneMixin,
    PlainTextField,
    text_field,
)
from consult.forms.consents import ConsentsForm
from consult.forms.facts import AsksFacts
from consult.forms.kept_files import KeepsFiles
from consult.spam import form_token, score
from firm.base import current_site, phones
from firm.base.forms import field_of, is_key
from firm.site import shown
from outbox import services as outbox

SHORTEST = 10
SEPARATELY = "此类咨询涉及敏感个人信息，请勾选下面的单独同意后再提交。"


class ConsultationForm(AsksFacts, KeepsFiles, PhoneMixin, ConsentsForm):
    """The consultation form; what guards it against machines is in `doubts` and `throttle`."""

    field_order = ["question", "area", "city", "opponent", "files", "name", "phone", "email"]
    explained = ("question", "files", *ConsentsForm.explained)
    said_with = ("area", "question", "facts", "city", "opponent", "name", "phone", "email")

    question = PlainTextField(
        label="您想咨询的事情",
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text="请说明时间、经过、目前进展和您最想了解的问题。"
        f"{SHORTEST}到{LONGEST}字，请勿填写身份证号、银行卡号。",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={
            "required": "请填写您想咨询的事情。",
            "min_length": f"内容过短，请至少填写{SHORTEST}个字。",
            "max_length": f"最多{LONGEST}个字，现有%(show_value)d个字，请删减后再提交。",
        },
    )
    area = AreaField(
        label="事情属于哪一类",
        empty_label="请选择",
        help_text="不确定的，请选最接近的一类，不影响答复。",
        error_messages={"required": "请选择类别，不确定的选最接近的一类。"},
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
        "律师需要核实细节时可能致电。担心别人接听的，可以不留，凭查询码同样能查看答复。",
        autocomplete="tel",
        inputmode="tel",
        **{"data-pattern": phones.ROUGHLY, "data-wrong": NO_PHONE},
    )
    email = forms.EmailField(
        label="邮箱",
        max_length=120,
        required=False,
        help_text="有新答复时邮件提醒，邮件不含姓名和咨询内容，可随时退订。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "邮箱格式有误，应形如name@example.com。",
            "max_length": "邮箱过长，请检查后重新填写。",
        },
    )
    # What no person fills in takes anything: an error here would stand beside no visible field.
    token = forms.Field(widget=forms.HiddenInput, required=False)
    lawyer = forms.Field(widget=forms.HiddenInput, required=False)
    article = forms.Field(widget=forms.HiddenInput, required=False)
    website = forms.Field(label="请勿填写此栏", required=False)
    proof = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, address=None, **kwargs):
        """`address` is whom a good post is counted for; without one nothing is counted."""
        super().__init__(*args, **kwargs)
        self.address = None if self.is_shown_again else address
        self.throttled = False
        self.closed = not keys.ready()
        if not outbox.mail_is_set():  # the address is for reminders alone, and none would come
            del self.fields["email"]
        self.doubts, self.proved = "", False
        areas = shown.areas()
        offered = field_of(self, "area", AreaField)
        offered.offer(areas)
        self.ask_facts(offered.records.get(str(self["area"].value())))
        self.sensitive_areas = [area for area in areas if area.sensitive]
        if not self.is_bound:
            self.initial["token"] = form_token.issue()

    @cached_property
    def addressee(self):
        """The lawyer to whom it is written: by a link from their page, or on their own site."""
        slug = str(self["lawyer"].value() or "")
        return current_site.current() or shown.lawyer(slug)

    @cached_property
    def source_article(self):
        """The published article whose page led here by its own link; None for anything else."""
        key = str(self["article"].value() or "")
        return Article.objects.published().filter(pk=key).first() if is_key(key) else None

    @property
    def source(self):
        """How it came, as far as the site sees it; whose host it is goes before what was read."""
        if current_site.current():
            return Source.LAWYER_HOST
        return Source.ARTICLE if self.source_article else Source.SITE

    def clean(self):
        data = super().clean()
        data["facts"] = [text for answer in self.answers() for text in answer]
        area = data.get("area")
        if area and area.sensitive and not (data["sensitive_consent"] and data["notice"]):
            self.add_error("sensitive_consent", SEPARATELY)
        if self.closed:
            self.add_error(None, str(MissingKeyError()))
        if (
            not self.errors
            and self.address is not None
            and not self._within_bounds(data, self.address)
        ):
            self.throttled = True
            self.add_error(None, TOO_OFTEN)
        # Last of all: opening pictures is expensive, so only once the post was counted.
        if not self.errors and self.address is not None:
            if self.judge_files():
                self.ask_for_room(self.address, proved=self.proved)
            else:
                self.forget()
        return data

    def forget(self):
        """The post was refused: its text, sent again from a new form, is no repetition."""
        score.forget(self.cleaned_data)

    def _within_bounds(self, data, address):
        """Count the post, and find out why it may be a machine's."""
        judgement = score.judge(data, address)
        if judgement is None:
            return False
        self.doubts, self.proved = judgement.doubts, judgement.proved
        return True

    def submission(self):
        """The arguments of `services.submit`."""
        fields = ("area", "question", "city", "name", "phone", "email", "opponent")
        return {
            **{field: self.cleaned_data.get(field, "") for field in fields},
            "facts": self.answers(),
            "consents": self.consents(),
            "files": self.enclosed(),
            "files_refused": self.files_refused,
            "token": form_token.parse(self.cleaned_data["token"]).random,
            "doubts": self.doubts,
            "addressee": self.addressee,
            "source": self.source,
            "source_article": self.source_article,
        }
