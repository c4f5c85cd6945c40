"""What the person may do in whose name articles are imported; a file cannot do more than a form."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from firm.models import Lawyer, SiteSettings

CHANGE, PUBLISH = "articles.change_article", "articles.publish_article"
REDIRECT = "redirects.add_redirect"


@dataclass(frozen=True)
class Allowed:
    """Rights over imported articles; the operator at the server has them all.

    `own` is the lawyer who imports: without `check` a file tells checks in this name alone, without
    `change` it brings articles of this author alone.
    """

    publish: bool = True
    change: bool = True
    check: bool = True
    redirect: bool = True
    own: Lawyer | None = None

    @classmethod
    def of(cls, user: User) -> "Allowed":
        """What somebody may do in the office now."""
        return cls(
            publish=user.has_perm(PUBLISH) and not SiteSettings.load().second_person,
            change=user.has_perm(CHANGE),
            check=False,
            redirect=user.has_perm(REDIRECT),
            own=getattr(user, "lawyer", None),
        )


EVERYTHING = Allowed()
