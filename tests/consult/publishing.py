"""An answered consultation whose client allows publication, and how far it got."""

from datetime import timedelta

from django.utils import timezone

from consult import services
from consult.base.enums import ConsentKind
from consult.base.enums import PublicationState as State
from consult.models import Message
from tests.factories import make_lawyer, make_notice, make_submitted

QUESTION = "单位还没有申请工伤认定，要先谈赔偿的数额，可以谈吗？"
ANSWER = "先不要签。\n签了以后要推翻，举证的是您。"
TITLE = "工伤还没有申请，能先签赔偿协议吗？"
ORIGINAL = "我叫王建国，在云锦家具厂做木工，受伤以后老板让我签协议，能签吗？电话13912345678。"


def make_answered(user, *, published=True, **fields):
    """A consultation that a lawyer has answered, visible to its client; and its code."""
    notice = make_notice()
    consents = {ConsentKind.PROCESSING: notice}
    consents |= {ConsentKind.PUBLICATION: notice} if published else {}
    known = {"question": ORIGINAL, "name": "王建国", "phone": "13912345678"}
    case, code = make_submitted(**{**known, **fields}, consents=consents)
    services.reply(consultation=case, user=user, text=ANSWER, token="answer")
    past = timezone.now() - timedelta(minutes=1)
    Message.objects.filter(consultation=case).update(sent_at=past, visible_at=past)
    case.refresh_from_db()
    return case, code


def wording(**fields):
    """What a lawyer made of it."""
    known = {"choices": "{}", "title": TITLE, "question": QUESTION, "answer": ANSWER}
    known["author"] = fields.pop("author", None) or make_lawyer()
    return {**known, **fields}


def make_asked(case, user, **fields):
    """What its client is asked about."""
    known = {"consultation": case, "user": user}
    begun = services.start_article(**known)
    saved = services.save_article(**known, version=begun.version, wording=wording(**fields))
    return services.ask_client(**known, version=saved.version)


def agree(case):
    """Its client says yes to what was asked last."""
    asked = case.publications.get().asked_at
    return services.judge_article(consultation=case, asked_at=asked, verdict=State.AGREED)


def make_made(case, user, **fields):
    """The draft of an article that came of it."""
    make_asked(case, user, **fields)
    agree(case)
    return services.make_article(consultation=case, user=user)
