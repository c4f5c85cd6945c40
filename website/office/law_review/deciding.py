"""Confirm what was ticked, or all that a filter lists."""

from django.db import transaction

from firm.base.forms import is_key
from statutes.models import CitingModel
from statutes.services import citation_sync, decisions

AT_A_TIME = 500  # decisions in one transaction, for which others who write have to wait


@transaction.atomic
def confirm(
    *, models: list[type[CitingModel]], chosen: list[str], lawyer: str, note: str, user
) -> tuple[int, int]:
    """Confirm warnings by their keys; how many were, and how many had changed by then.

    Each text is held from its turn on: all in the order in which a re-check holds them, or two
    who meet wait for each other.
    """
    done = gone = 0
    for key in sorted(chosen, key=_order):
        citation = _open(models, key)
        try:
            if citation is None:
                raise decisions.NothingToDecideError
            decisions.confirm(citation=citation, lawyer=lawyer, user=user, note=note)
            done += 1
        except decisions.NothingToDecideError:
            gone += 1
    return done, gone


def all_keys(pairs: list) -> list[str]:
    """The keys of all warnings that were found, each once."""
    keys = {}
    for model, rows in pairs:
        found = rows.order_by(model.text_field, "start").values_list(
            model.text_field, "fingerprint"
        )
        for pk, fingerprint in found:
            keys[f"{citation_sync.name_of(model, pk)}|{fingerprint}"] = True
    return list(keys)


def _order(key):
    """Texts of a kind by their keys as numbers: the longer one is the greater."""
    label, _, pk = key.partition("|")[0].partition(":")
    return label, len(pk), pk


def _open(models, key):
    """The open citation that a key names, in a kind that the person sees."""
    name, _, fingerprint = key.partition("|")
    model, pk = citation_sync.text_of_name(name)
    if model is None or model not in models or not is_key(pk):
        return None
    own = {model.text_field: pk, "fingerprint": fingerprint}
    return model.objects.open().filter(**own).first()
