"""The open warnings as a person's work: which kinds of text they may see, and which are open."""

from django.db.models import Exists, OuterRef, QuerySet

from statutes.base.enums import Level
from statutes.models import CitingModel
from statutes.services import citation_sync


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


def warned(model: type[CitingModel]) -> QuerySet:
    """The texts of a kind that have an open warning."""
    own = model.objects.open().filter(**{model.text_field: OuterRef("pk")})
    return model.text_model()._default_manager.filter(Exists(own.order_by()))


def grave(model: type[CitingModel]) -> QuerySet:
    """The open warnings of a kind that say that something must be mended."""
    return model.objects.open().filter(level=Level.RED)
