"""Why something may not be done with a consultation now, in sentences for the person who tried.

A sentence that depends on the consultation, or on who asks, is a function of both.
"""

from django.utils import timezone

from consult.base.enums import State

# The content, for the staff.
DECLINED = "利益冲突审查的结论是不受理，内容不再打开。"
TO_DECIDE = "可能有利益冲突，内容已封存。请先打开利益冲突审查，作出结论。"
TO_WAIT = "可能有利益冲突，内容已封存，等待负责人审查。审查之前，请勿向任何一方提及这条咨询。"
# Acts of the staff.
NO_REPLY_ERASED = "这条咨询的内容已经删除，不能再写答复。"
NO_REPLY_WITHDRAWN = "咨询人已经撤回同意，不能再写答复。"
NO_REPLY_SEALED = "利益冲突审查尚未通过，不能答复。"
NO_CHANGE_ERASED = "这条咨询的内容已经删除，不能再修改。"
NO_JUDGING_CLOSED = "咨询已经结束，重新打开后再判断是否同一方。"
NOT_IN_CHARGE = "这条咨询不由您负责，不能转交；需要换人的，请告诉负责人或者咨询主管。"
IN_CHARGE_CHANGED = "负责人刚刚改过，没有转交。请核对现在的负责人。"
CANNOT_ANSWER = "所选的同事目前不能接手这条咨询，请另选一位。"
NO_END_SEALED = "利益冲突尚未审查，不能结束，请先由主管作出决定。"
NO_REOPENING_WITHDRAWN = "咨询人已经撤回同意，不能重新打开。"
NO_REOPENING_SEALED = "利益冲突审查尚未通过，不能重新打开。"
NO_REOPENING_DECLINED = "利益冲突审查的结论是不受理，要先修改结论才能重新打开。"
NO_REVIEW_ERASED = "这条咨询的内容已经删除，无需再审查。"
NO_REVIEW_WITHDRAWN = "咨询人已经撤回同意，无需再审查。"
# Acts of the client.
NO_RATING_YET = "咨询结束以后才能评价。"
NO_RATING_NOW = "没有答复的、结束已满30天的，不能再评价。"
NO_RATING = "这条咨询已经停止处理，不能再评价。"
GONE = "这条咨询的内容已经删除。"
NO_MORE_WORDS = "这条咨询已经停止处理，不能再补充；需要时请重新咨询。"
NO_WORDS_DECLINED = "本所不便受理这次咨询，不能再补充；请尽快咨询其他律师。"
NO_MORE_CONSENT = "这条咨询已经停止处理，不能再给予同意。"
NO_PUBLICATION_DECLINED = "本所不便受理这次咨询，不会公开。"
NO_PUBLICATION_CHILD = "涉及孩子信息的咨询，本所不作公开。"
HELD = "这条咨询因办理案件等原因须依法保留，暂时不能删除。"
# `Notice.why` takes 60 characters.
NO_MAIL_ERASED = "咨询内容已经删除"


def erased(consultation, user) -> str:
    """Since when there is no content any more."""
    day = timezone.localtime(consultation.erased_at)
    return f"内容已于{day:%Y年}{day.month}月{day.day}日删除，只留下这份不含内容的记录。"


def withdrawn(consultation, user) -> str:
    """What becomes of content that its client no longer wants to be processed."""
    if consultation.legal_hold:
        return "咨询人已撤回同意，内容不再显示。因为设了“暂停删除”，内容仍依法保存。"
    day = consultation.purge_on
    return f"咨询人已撤回同意，内容不再显示，将在{day:%Y年}{day.month}月{day.day}日删除。"


def sealed(consultation, user) -> str:
    """Closed to all alike: who decides sees the names on the review page, never the question."""
    return TO_DECIDE if user and user.has_perm("consult.decide_conflict") else TO_WAIT


def cannot_become(state: State):
    """A sentence that names the present state and the one that cannot be reached from it."""

    def sentence(consultation, user=None):
        now = consultation.get_state_display()
        return f"“{now}”的咨询不能改为“{State(state).label}”，请刷新页面后再试。"

    return sentence
