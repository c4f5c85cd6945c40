"""The open warnings as a person's work: which kinds of text they may see, and how many."""

from dataclasses import dataclass

from django.db.models import Count, Q

from statutes.base.enums import Level
from statutes.models import CitingModel
from statutes.services import citation_sync


@dataclass(frozen=True)
class Amount:
    """How many texts have open warnings, and whether one of these is grave."""

    texts: int = 0
    grave: bool = False


def kinds_for(user) -> list[type[CitingModel]]:
    """The kinds of texts whose warnings a person sees.

    Those that she may mend, and those that she may read, if she may decide.
    """
    decides = user.has_perm("statutes.add_decision")
    return [
        model
        for model in citation_sync.citing_models()
        if may(user, model, "change") or (decides and may(user, model, "view"))
    ]


def may(user, model: type[CitingModel], act: str) -> bool:
    """Whether a person has a right over the texts of a kind: view, change."""
    meta = model.text_model()._meta
    return user.has_perm(f"{meta.app_label}.{act}_{meta.model_name}")


def amount(models: list[type[CitingModel]]) -> Amount:
    """What is open in some kinds of texts; a query for each."""
    texts, grave = 0, False
    for model in models:
        counted = model.objects.open().aggregate(
            texts=Count(model.text_field, distinct=True),
            grave=Count("pk", filter=Q(level=Level.RED)),
        )
        texts += counted["texts"]
        grave = grave or bool(counted["grave"])
    return Amount(texts, grave)
