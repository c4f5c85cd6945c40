"""What a client thinks of the answer, with one tap, once the consultation has ended."""

from dataclasses import dataclass

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from consult import services
from consult.base.enums import RatingValue, Sender
from consult.lifecycle import ratings
from consult.models import Rating
from consult.public.guards import plain_page, requires_code

UNKNOWN = "请在“有帮助”“没解决”“还想谈”里选一个。"
NOTED = "已记下您的评价。"


@dataclass(frozen=True)
class RatingBox:
    """The three answers, and the one that stands."""

    chosen: str
    choices = RatingValue
    noted = NOTED

    @property
    def wants_more(self):
        """Whether the client would go on talking."""
        return self.chosen == RatingValue.MORE


def box(consultation, messages) -> RatingBox | None:
    """What the thread asks; None where it cannot be rated, or no answer is on the screen yet."""
    shown = any(one.sender == Sender.LAWYER for one in messages)
    if not (shown and ratings.is_open(consultation)):
        return None
    known = Rating.objects.filter(consultation=consultation).values_list("value", flat=True)
    return RatingBox(known.first() or "")


@require_POST
@requires_code
def rate(request, consultation):
    """Note the answer, in place of an earlier one."""
    value = request.POST.get("value", "")
    if value not in RatingValue.values:
        return plain_page(request, "操作未完成", UNKNOWN, status=422)
    services.rate(consultation=consultation, value=RatingValue(value))
    return redirect(f"{reverse('consult:thread')}#rating")
