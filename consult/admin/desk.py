"""Who asks on the page of a consultation, about which one, and the ways to answer."""

from dataclasses import dataclass
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from consult.base import policy
from consult.base.policy import Action
from consult.desk import access
from consult.models import Consultation

PAGE = "admin:consult_consultation_change"


def address_of(consultation) -> str:
    """Where a consultation is opened."""
    return reverse(PAGE, args=[consultation.pk])


class Page(Protocol):
    """What a desk needs of the admin of consultations."""

    def show(self, desk: "Desk", status: int, **given) -> HttpResponse:
        """The page of the consultation."""


@dataclass(frozen=True)
class Desk:
    """One request on the page of one consultation; `page` is its admin."""

    page: Page
    request: HttpRequest
    consultation: Consultation

    @property
    def user(self):
        """The member of the staff who asks."""
        return self.request.user

    @property
    def known(self):
        """The arguments that every service takes."""
        return {"consultation": self.consultation, "user": self.user}

    def may(self, action: Action) -> bool:
        """Whether the user has the right to an action; not yet whether it can be done."""
        return policy.may(self.user, action)

    def refusal(self, action: Action) -> str:
        """Why an action cannot be done now, whoever asks; "" when it can."""
        return self.consultation.refusal(action, self.user)

    def actions(self) -> set[str]:
        """What this user can do with this consultation now, by the names that templates ask."""
        return {one.value for one in Action if policy.is_staffs(one) and self.can(one)}

    def can(self, action: Action) -> bool:
        """Whether this user can do it now."""
        return self.may(action) and self.consultation.allows(action)

    def done(self, said: str = "", place: str = "") -> HttpResponse:
        """Back to the page, with a sentence that holds no content: it lies in a cookie.

        To the list, when the user has just given the consultation out of hand.
        """
        if said:
            messages.success(self.request, said)
        if access.find(self.user, self.consultation.pk) is None:
            return redirect("admin:consult_consultation_changelist")
        return redirect(address_of(self.consultation) + place)

    def show(self, status: int = 200, **given) -> HttpResponse:
        """The page, with forms that came back in place of fresh ones."""
        return self.page.show(self, status, **given)

    def refuse(self, why: str, status: int, **given) -> HttpResponse:
        """The page, with the reason why nothing was done."""
        return self.show(status, refusal=why, **given)
