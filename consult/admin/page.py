"""One consultation on the desk: facts, thread, reply box, notes, events.

Opening is recorded; every act is one POST that calls one service.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from consult import services
from consult.crypto import opens
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
        if not self.has_view_permission(request):  # before anybody learns what exists
            raise PermissionDenied
        consultation = self.get_object(request, object_id)
        if consultation is None:
            raise Http404("没有这条咨询")
        if request.method == "POST":
            if not self.has_change_permission(request, consultation):
                raise PermissionDenied
            return self._act(request, consultation)
        return self._show(request, consultation)

    def history_view(self, request, object_id, extra_context=None):
        """The events on the page are the history."""
        return redirect(reverse("admin:consult_consultation_change", args=[object_id]))

    def _act(self, request, consultation):
        action = request.POST.get("action")
        known = {"consultation": consultation, "user": request.user}
        try:
            if action == "reply":
                return self._reply(request, known)
            if action == "note":
                return self._note(request, known)
            if action in MOVES:
                _, service, said = MOVES[action]
                service(**known)
                return self._done(request, consultation, said)
        except services.NotAllowed as refusal:
            return self._refuse(request, consultation, str(refusal), status=409)
        return self._refuse(request, consultation, "没有这个操作，请刷新页面后再试。", status=400)

    def _reply(self, request, known):
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self._show(request, known["consultation"], reply=form, status=422)
        services.reply(**known, text=form.cleaned_data["text"], token=form.token_value)
        return self._done(request, known["consultation"], "答复已发出，咨询人凭查询码即可看到。")

    def _note(self, request, known):
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._show(request, known["consultation"], note=form, status=422)
        services.add_note(**known, text=form.cleaned_data["note"], token=form.token_value)
        return self._done(request, known["consultation"], "备注已保存。")

    def _done(self, request, consultation, said):
        messages.success(request, said)
        return redirect(self.page_address(consultation))

    def _refuse(self, request, consultation, why, status):
        messages.error(request, why)
        return self._show(request, consultation, status=status)

    def _show(self, request, consultation, reply=None, note=None, status=200):
        """Show it, and record who saw it, an answer to a refused post included."""
        services.record_opening(consultation=consultation, user=request.user)
        consultation = Consultation.objects.select_related("area", "assignee").get(
            pk=consultation.pk
        )
        allowed = STATES[consultation.state].next
        may_change = self.has_change_permission(request, consultation)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"咨询 {consultation.reference}",
            "consultation": consultation,
            "badge": STATES[consultation.state].badge,
            "reply_form": reply or ReplyForm(),
            "note_form": note or NoteForm(),
            "may_reply": may_change and State.ANSWERED in allowed,
            "may_change": may_change,
            "moves": {name for name, (state, _, _) in MOVES.items() if state in allowed},
            **self._opened(consultation),
        }
        template = "admin/consult/consultation/page.html"
        response = render(request, template, context, status=status)
        response["Cache-Control"] = "no-store, private"
        return response

    @staticmethod
    def _opened(consultation):
        """The confidential parts, or that their key is missing."""
        thread = list(consultation.messages.all())
        notes = list(consultation.notes.select_related("author"))
        if not opens([consultation, *thread, *notes]):
            return {"unreadable": True}
        fields = ("name", "phone", "email", "city", "opponent")
        label = consultation._meta.get_field
        facts = [(label(name).verbose_name, getattr(consultation, name)) for name in fields]
        events = consultation.events.select_related("actor").order_by("-at", "-pk")[:100]
        consents = consultation.consents.select_related("notice")
        return {
            "facts": facts,
            "consents": consents,
            "thread": thread,
            "notes": notes,
            "events": events,
        }
