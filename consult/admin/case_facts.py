"""The facts on the page of a consultation: what clients answered, corrected by the staff."""

from consult import services
from consult.forms.case_facts import CaseFactsForm


def panel(facts, given):
    """Template context of the facts."""
    return {
        "case_facts": facts,
        "facts_form": given.get("facts_form") or CaseFactsForm(facts=facts),
    }


def save(desk):
    """Keep the table as it was typed."""
    form = CaseFactsForm(desk.request.POST, facts=list(desk.consultation.facts.all()))
    if not form.is_valid():
        return desk.show(422, facts_form=form)
    try:
        services.set_facts(**desk.known, rows=form.rows(), seen=form.cleaned_data["state"] or "")
    except services.FactsChangedError as refusal:
        form.renew()
        form.add_error(None, str(refusal))
        return desk.show(409, facts_form=form)
    return desk.done("情况已保存。")
