"""How soon an answer comes, for pages of other apps."""

from django import template

from consult.client import reply_time as figures

register = template.Library()


@register.simple_tag(takes_context=True)
def usual_reply(context, lawyer=None):
    """What is usual for a lawyer, or for the firm; what is promised where that cannot be said.

    A firm that promises no time is not held to its usual one: then it says who answers.
    """
    promised = context["site"].settings.promise_text
    return (figures.sentence(lawyer) or f"{promised}答复") if promised else "由执业律师答复"
