"""One consultation on the desk: facts, thread, reply box, notes, events.

Opening is recorded; every act is one POST that calls one service.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from consult import services
from consult.crypto import DecryptionError
from consult.enums import STATES, State
from consult.forms import NoteForm, ReplyForm
from consult.models import Consultation

MOVES = {
    "close": (State.CLOSED, services.close, "咨询已结束。"),
    "reopen": (State.WAITING_LAWYER, services.reopen, "咨询已重新打开。"),
    "release": (State.NEW, services.release, "已确认为正常咨询，收到时间不变。"),
}


class ConsultationPage:
    """The change view of the consultation admin."""

    def page_address(self, consultation):
        """Where a consultation is opened."""
        return reverse("admin:consult_consultation_change", args=[consultation.pk])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        consultation = self.get_object(request, object_id)
        if consultation is None:
            raise Http404("没有这条咨询")
        if not self.has_view_permission(request, consultation):
            raise PermissionDenied
        reply, note = ReplyForm(), NoteForm()
        if request.method == "POST":
            if not self.has_change_permission(request, consultation):
                raise PermissionDenied
            done, reply, note = self._act(request, consultation)
            if done:
                return redirect(self.page_address(consultation))
        else:
            services.record_opening(consultation=consultation, user=request.user)
        return self._show(request, consultation, reply, note)

    def history_view(self, request, object_id, extra_context=None):
        """The events on the page are the history."""
        return redirect(reverse("admin:consult_consultation_change", args=[object_id]))

    def _act(self, request, consultation):
        """Do what was asked; (done, reply form, note form), the forms with what was typed."""
        action, user = request.POST.get("action", ""), request.user
        reply = ReplyForm(request.POST) if action == "reply" else ReplyForm()
        note = NoteForm(request.POST) if action == "note" else NoteForm()
        said = ""
        try:
            if action == "reply" and reply.is_valid():
                text, token = reply.cleaned_data["text"], reply.token_value
                services.reply(consultation=consultation, user=user, text=text, token=token)
                said = "答复已发出，咨询人凭查询码即可看到。"
            elif action == "note" and note.is_valid():
                text = note.cleaned_data["note"]
                services.add_note(consultation=consultation, user=user, text=text)
                said = "备注已保存。"
            elif action in MOVES:
                _, service, said = MOVES[action]
                service(consultation=consultation, user=user)
        except services.NotAllowed as refusal:
            messages.error(request, str(refusal))
            return False, reply, note
        if said:
            messages.success(request, said)
        return bool(said), reply, note

    def _show(self, request, consultation, reply, note):
        consultation = Consultation.objects.select_related("area", "notice", "assignee").get(
            pk=consultation.pk
        )
        allowed = STATES[consultation.state].next
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"咨询 {consultation.reference}",
            "consultation": consultation,
            "badge": STATES[consultation.state].badge,
            "reply_form": reply,
            "note_form": note,
            "may_reply": self.has_change_permission(request, consultation)
            and State.ANSWERED in allowed,
            "may_change": self.has_change_permission(request, consultation),
            "moves": {name for name, (state, _, _) in MOVES.items() if state in allowed},
            **self._opened(consultation),
        }
        template = "admin/consult/consultation/page.html"
        response = render(request, template, context, status=422 if reply.errors else 200)
        response["Cache-Control"] = "no-store, private"
        return response

    @staticmethod
    def _opened(consultation):
        """The confidential parts, or the sentence that their key is missing."""
        try:
            facts = [
                ("称呼", consultation.name),
                ("电话", consultation.phone),
                ("邮箱", consultation.email),
                ("所在城市", consultation.city),
                ("对方名称", consultation.opponent),
            ]
            thread = list(consultation.messages.all())
            notes = list(consultation.notes.select_related("author"))
            for written in [*thread, *notes]:
                written.text  # noqa: B018  (opens it here, where a lost key can be told)
        except DecryptionError:
            return {"unreadable": True}
        events = consultation.events.select_related("actor").order_by("-at", "-pk")[:100]
        return {"facts": facts, "thread": thread, "notes": notes, "events": events}
