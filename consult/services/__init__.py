"""What happens to a consultation: a function for each act, with its event and its notice."""

from consult.services.appointments import cancel, chosen, take
from consult.services.base import NotAllowedError, record
from consult.services.client import (
    allow_publication,
    erase_now,
    find_by_code,
    rate,
    record_answers_seen,
    record_export,
    stop_mail,
    withdraw_consent,
)
from consult.services.conflicts import decide_conflict, judge_hit, take_back
from consult.services.desk import (
    FactsChangedError,
    add_note,
    assign,
    clear_urgency,
    close,
    correct,
    hand_over,
    hold,
    mark_spam,
    print_of,
    record_opening,
    release,
    reopen,
    set_facts,
    set_follow_up,
    set_limitation,
    set_outcome,
    set_source,
    share,
    unhold,
    was_handed_over,
)
from consult.services.intake import Registration, client_message, look_up, spoken_message, submit
from consult.services.publication import (
    ask_client,
    drop_article,
    judge_article,
    make_article,
    save_article,
    start_article,
)
from consult.services.replies import (
    UNDO,
    NewMessagesError,
    Written,
    reply,
    save_draft,
    signature_of,
    take_over,
    unseen,
    withdraw_reply,
)
