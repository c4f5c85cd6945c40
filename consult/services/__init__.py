"""What happens to a consultation: one keyword-only function for each action.

Each stores first, in one transaction with its event and its notice; sending follows after.
"""

from consult.services.base import NotAllowedError
from consult.services.client import (
    allow_publication,
    erase_now,
    find_by_code,
    rate,
    record_answers_seen,
    record_client_opening,
    record_export,
    stop_mail,
    withdraw_consent,
)
from consult.services.correction import correct, print_of
from consult.services.desk import (
    assign,
    close,
    hold,
    record_file_opening,
    record_opening,
    release,
    reopen,
    set_limitation,
    share,
    unhold,
)
from consult.services.drafts import Written, drop_aside, save_draft, take_over
from consult.services.facts import FactsChangedError, set_facts
from consult.services.handing_over import hand_over, may_hand_over, was_handed_over
from consult.services.hits import judge_hit
from consult.services.intake import client_message, submit, told_message
from consult.services.looking import look_up
from consult.services.notes import add_note
from consult.services.progress import set_follow_up, set_outcome, set_source
from consult.services.publication import (
    ask_client,
    drop_article,
    judge_article,
    make_article,
    save_article,
    start_article,
)
from consult.services.registration import Registration
from consult.services.replies import (
    UNDO,
    NewMessagesError,
    reply,
    signature_of,
    unseen,
    withdraw_reply,
)
from consult.services.review import decide_conflict, record_review

__all__ = [
    "UNDO",
    "FactsChangedError",
    "NewMessagesError",
    "NotAllowedError",
    "Registration",
    "Written",
    "add_note",
    "allow_publication",
    "ask_client",
    "assign",
    "client_message",
    "close",
    "correct",
    "decide_conflict",
    "drop_article",
    "drop_aside",
    "erase_now",
    "find_by_code",
    "hand_over",
    "hold",
    "judge_article",
    "make_article",
    "print_of",
    "judge_hit",
    "look_up",
    "may_hand_over",
    "rate",
    "record_answers_seen",
    "record_client_opening",
    "record_export",
    "record_file_opening",
    "record_opening",
    "record_review",
    "release",
    "reopen",
    "reply",
    "save_article",
    "save_draft",
    "set_facts",
    "set_follow_up",
    "set_limitation",
    "set_outcome",
    "set_source",
    "share",
    "signature_of",
    "start_article",
    "stop_mail",
    "submit",
    "take_over",
    "told_message",
    "unhold",
    "unseen",
    "was_handed_over",
    "withdraw_consent",
    "withdraw_reply",
]
