"""The consents of the consultation form: one tick for each, bound to the page that was read."""

from django import forms

from consult.base.enums import ConsentKind
from consult.forms.base import PersonForm
from firm.base import phones
from firm.models import PageKind
from firm.site.legal_facts import tells_of_sms
from firm.site.services import current_version, notice_of_this_firm
from outbox import services as outbox

NOTICE_TICKS = ("consent", "sensitive_consent", "publication_consent", "sms_consent")
NOTICE_CHANGED = "隐私告知刚刚更新，请重新阅读后勾选。"
RULES_CHANGED = "未成年人规则刚刚更新，请重新阅读后勾选。"
NO_MINORS_PAGE = "本站尚未公布未成年人个人信息的处理规则，涉及孩子信息的，请打电话咨询。"
NO_CHILD_IN_PUBLIC = "涉及孩子信息的咨询，本所不作公开，请取消勾选此项。"
NO_MOBILE = "短信提醒要发到内地手机，请在“电话”里填写11位手机号，或者取消勾选此项。"


class ConsentsForm(PersonForm):
    """Separate consents (个人信息保护法 articles 13, 25, 29, 31), none ticked in advance.

    A tick counts for the version that was on the screen, and for no other: where the page was
    changed meanwhile its ticks come off and are asked for again.
    """

    explained: tuple[str, ...] = (
        "consent",
        "sensitive_consent",
        "minor_consent",
        "publication_consent",
        "sms_consent",
    )

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
    sms_consent = forms.BooleanField(label="有新答复时，给我填写的手机号发短信提醒", required=False)
    # What no person fills in takes anything: an error here would stand beside no visible field.
    notice = forms.Field(widget=forms.HiddenInput, required=False)
    minors_notice = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.current_notice = notice_of_this_firm()
        self.minors_rules = current_version(PageKind.MINORS)
        # Who is to agree has read who sends: a notice without a word on it carries no such consent.
        notice = self.current_notice
        if not (outbox.sms_is_set() and notice and tells_of_sms(notice.body)):
            del self.fields["sms_consent"]
        if not self.is_bound:
            self.initial["notice"] = self.current_notice and self.current_notice.pk
            self.initial["minors_notice"] = self.minors_rules and self.minors_rules.pk

    def clean_notice(self):
        """The version that was on the screen, None when it is not the one that holds now."""
        return self._still("notice", self.current_notice)

    def clean_minors_notice(self):
        """The rules that were on the screen, None when they are not the ones that hold now."""
        return self._still("minors_notice", self.minors_rules)

    def _still(self, field, current):
        return current if current and self.cleaned_data[field] == str(current.pk) else None

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data["notice"] is None:
            self.add_error("consent", NOTICE_CHANGED)
            self._ask_again("notice", self.current_notice, NOTICE_TICKS)
        if data["minors_notice"] is None:
            self._ask_guardian_again(data["minor_consent"])
        if data.get("minor_consent") and data.get("publication_consent"):
            self.add_error("publication_consent", NO_CHILD_IN_PUBLIC)
        if data.get("sms_consent") and "phone" in data and not phones.mobile(data["phone"]):
            self.add_error("sms_consent", NO_MOBILE)
        return data

    def _ask_guardian_again(self, ticked):
        if ticked and self.minors_rules:
            self.add_error("minor_consent", RULES_CHANGED)
        elif ticked:
            self.add_error(None, NO_MINORS_PAGE)
        self._ask_again("minors_notice", self.minors_rules, ("minor_consent",))

    def _ask_again(self, field, current, ticks):
        """Show the present version and take the ticks off that were meant for an older one."""
        self.data = data = self.data.copy()
        data[field] = current and current.pk
        for tick in ticks:
            data.pop(tick, None)

    def consents(self):
        """What was agreed to, each with the version of the page that was on the screen."""
        data = self.cleaned_data
        given = {ConsentKind.PROCESSING: data["notice"]}
        if data["sensitive_consent"]:
            given[ConsentKind.SENSITIVE] = data["notice"]
        if data["minor_consent"]:
            given[ConsentKind.MINOR] = data["minors_notice"]
        if data.get("publication_consent"):
            given[ConsentKind.PUBLICATION] = data["notice"]
        if data.get("sms_consent"):
            given[ConsentKind.SMS] = data["notice"]
        return given
