"""The review of a conflict, and the verdict on names that are near.

Opening it is recorded. What the client asks is not shown here: whether the firm may know it is
what is being decided.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from consult import services
from consult.admin.desk import Desk, address_of, rendered
from consult.base import policy
from consult.base.enums import Conflict, EventKind, Likeness, Verdict
from consult.base.policy import Action, NotAllowedError
from consult.conflicts import blind_indexes, check, records
from consult.conflicts.named import CUT, GENERAL, PART
from consult.conflicts.records import EMPTY, UNKNOWN
from consult.crypto.fields import DecryptionError
from consult.desk import access
from consult.desk.search import HIDDEN, REGISTERED, SEE_PARTIES, party_of
from consult.forms.base import PersonForm, PlainTextField
from consult.services import conflicts
from consult.services.conflicts import GONE

JUDGED = {
    Verdict.SAME: "已判断为同一方。咨询内容已封存，等待利益冲突审查。",
    Verdict.OTHER: "已判断为不是同一方，不再提示。",
}
SAID = {
    Conflict.ALLOWED: "已记录：可以受理。咨询内容已经解封。",
    Conflict.SEALED: "已记录：可以受理。但其间又登记了名称相近的当事人，请重新审查。",
    Conflict.DECLINED: "已记录：不受理。咨询已结束，咨询人会看到一句不说明原因的答复。",
}
TAKEN_BACK = "已撤回，解除了{}条咨询的封存。"
EARLIER = "更早一条咨询的{}"
NO_VERDICT = "请选择“是同一方”或者“不是同一方”。"
HIT = forms.IntegerField(
    min_value=1,
    max_value=2**63 - 1,
    error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), GONE),
)
REASON = PlainTextField(max_length=200, required=False)


class DecisionForm(PersonForm):
    decision = forms.TypedChoiceField(
        label="结论",
        choices=[(Conflict.ALLOWED, "可以受理"), (Conflict.DECLINED, "不受理")],
        coerce=Conflict,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择结论。"),
    )
    reason = PlainTextField(
        label="理由",
        max_length=500,
        help_text="仅有权决定利益冲突审查的人员可见，加密保存。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明理由。", "max_length": "理由最多500个字。"},
    )


def judge_name(desk, verdict):
    """One tap on a name that is near: the same one seals the consultation, another one is done."""
    _judge(desk, verdict)
    return desk.done(JUDGED[verdict])


def _judge(desk, verdict, *, in_review=False):
    hit, reason = _posted(desk, "hit", HIT), _posted(desk, "reason", REASON)
    said = {"verdict": verdict, "reason": reason, "in_review": in_review}
    services.judge_hit(**desk.known, hit=hit, **said)


def _posted(desk, name, field):
    try:
        return field.clean(desk.request.POST.get(name))
    except ValidationError as wrong:
        raise NotAllowedError(wrong.messages[0]) from None


def review(request, admin, object_id):
    consultation = access.find(request.user, object_id)
    if consultation is None:
        raise Http404("咨询不存在")
    desk, verdict = Desk(request, admin, consultation), request.POST.get("verdict")
    hit = request.POST.get("take_back")
    decides = request.method == "POST" and not verdict and hit is None
    form = DecisionForm(request.POST if decides else None)
    try:
        if hit is not None:
            number = services.take_back(**desk.known, hit=_posted(desk, "take_back", HIT))
            messages.success(request, TAKEN_BACK.format(number))
            return redirect("admin:consult_consultation_conflict", consultation.pk)
        if verdict:
            if verdict not in Verdict:
                raise NotAllowedError(NO_VERDICT)
            _judge(desk, Verdict(verdict), in_review=True)
            messages.success(request, JUDGED[Verdict(verdict)])
            return redirect("admin:consult_consultation_conflict", consultation.pk)
        if form.is_valid():
            decided = services.decide_conflict(**desk.known, **form.cleaned_data)
            messages.success(request, SAID[Conflict(decided.conflict)])
            return redirect(address_of(consultation))
    except NotAllowedError as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        return _show(desk, form, 409, refusal="" if form.is_bound else str(refusal))
    return _show(desk, form, 422 if form.is_bound else 200)


def _show(desk, form, status, **more):
    """Names, hits and reasons, or why there are none."""
    consultation = desk.consultation
    services.record(consultation, EventKind.CONFLICT_OPENED, desk.user)
    title = f"利益冲突审查 {consultation.reference}"
    context = {"title": title, "consultation": consultation, "form": form, **more}
    try:
        if consultation.allows(Action.REVIEW):
            context |= {
                "hits": _shown_hits(consultation),
                "gaps": records.gaps(consultation),
                "people": [("咨询人", consultation.name), ("对方", consultation.opponent)],
                "decisions": conflicts.entries(consultation),
            }
        else:
            context["gone"] = True
    except DecryptionError:
        context["unreadable"] = True
    return rendered(desk.request, desk.admin, "consultation/conflict_review", context, status)


def _shown_hits(consultation):
    """Each hit with what the review says; `names` is empty where they are gone or do not open."""
    rows = consultation.conflict_hits.select_related("party", "earlier__area", "judged_by__lawyer")
    shown, named = [], records.names_met(consultation)
    for hit in rows.order_by("pk"):
        about, typed = party_of(consultation, hit, named)
        if hit.party:
            names, matter = check.spellings(hit.party), hit.party.matter
            source = REGISTERED.format(hit.party.get_role_display())
        else:
            other = hit.earlier.name if hit.about_opponent else hit.earlier.opponent
            names, matter = ([other] if other else []), ""
            source = EARLIER.format("咨询人" if hit.about_opponent else "对方")
        # Whether one of the names is written alike, and not only after what was left out.
        written = {blind_indexes.name_spelling(name) for name in names}
        shown.append(
            {
                "about": about,
                "source": source,
                "names": names,
                "matter": matter,
                "earlier": hit.earlier,
                "same": any(
                    blind_indexes.name_spelling(name) in written for name in check.comparable(typed)
                ),
                "hit": hit,
                # Only near, and nobody has said that it is the same one.
                "to_judge": hit.likeness != Likeness.SAME and hit.verdict != Verdict.SAME,
            }
        )
    return sorted(shown, key=lambda one: one["to_judge"])


HOW = {
    EMPTY: "问明对方是谁，再比对一次",
    GENERAL: "签委托以前问明全名再比对",
    PART: "签委托以前问明全名再比对",
    UNKNOWN: "重新打开时会再比对一次",
    CUT: "读一遍原文，另外提到的名称逐个查找",
}


def record(request, admin, object_id):
    """The form that is printed: names, results, judgements, and nothing of what the client asks."""
    consultation = access.find(request.user, object_id)
    if consultation is None:
        raise Http404("咨询不存在")
    reviews = policy.may(request.user, Action.REVIEW) and consultation.allows(Action.REVIEW)
    if not (consultation.allows(Action.READ) or reviews):
        raise Http404("咨询不存在")
    services.record(consultation, EventKind.CONFLICT_OPENED, request.user)
    context = {"title": "利益冲突审查表", "consultation": consultation, "now": timezone.now()}
    try:
        kept = records.kept(consultation)
        words, gaps = records.verdict(consultation)
        context |= {
            "words": words,
            "gaps": [(one, HOW.get(one.why, "请联系运维人员，再比对一次")) for one in gaps],
            "kept": kept | (records.compared_with(kept["at"]) if kept else {}),
            "rows": _rows(consultation, kept, request.user, reviews),
            "methods": list(Likeness)[2:],
            "assignee": access.display_name(consultation.assignee) if consultation.assignee else "",
        }
    except DecryptionError:
        context["unreadable"] = True
    return rendered(request, admin, "consultation/conflict_record", context)


def _rows(consultation, kept, user, reviews):
    """Each name that was compared, where it stands, and its hits as far as the user may see."""
    hits = consultation.conflict_hits.select_related("party", "earlier", "judged_by__lawyer")
    found: dict[str, list[dict]] = {}
    seen = reviews or user.has_perm(SEE_PARTIES)
    for hit in hits.order_by("pk"):
        name = party_of(consultation, hit, kept.get("met", {}))[1]
        whom = HIDDEN
        if hit.party and seen:
            whom = f"{REGISTERED.format(hit.party.get_role_display())}{hit.party.name}"
        elif hit.earlier and reviews:
            whom = f"咨询{hit.earlier.reference}"
        reason = hit.reason if whom != HIDDEN else ""  # which may say whom it is about
        found.setdefault(name, []).append({"hit": hit, "whom": whom, "reason": reason})
    rows = [(name, where, why, found.pop(name, [])) for name, where, why in kept.get("names", [])]
    rows += [(name, "", "", hits) for name, hits in found.items()]
    return [row for row in rows if row[2] not in {GENERAL, CUT} or row[3]]
