"""Why a post may be a machine's: decoy, time trap, proof of work, links, rate, repetition.

Each layer is weak and none is a gate: a post with doubts is stored and waits for a look. Who has
no JavaScript brings no proof of work; that alone is no doubt, but it makes the other layers
stricter. The layers and their numbers: docs/decisions/0006-spam.md.
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from consult.spam import form_token, minhash, proof_of_work, rate_limit
from consult.spam.proof_of_work import Verdict
from consult.spam.throttle import EVERYBODY

FASTEST_UNPROVED = 6  # seconds; with a proof `form_token.FASTEST_HUMAN` holds
MOST_LINKS = 3  # beside a proof; without one none
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
SHORT_FIELDS = ("name", "city", "opponent")  # nobody is called a web address
WRITTEN = ("question", *SHORT_FIELDS, "phone", "email")
LONGEST = 100  # characters, as `Consultation.doubts` takes


class Reason(StrEnum):
    """A sign of a machine, in words for the staff; for the proof of work see `Verdict`."""

    DECOY = "填写了隐藏栏"
    UNSIGNED = "表单凭证无效"
    TOO_FAST = "提交过快"
    LINKS = "含有链接"
    REPEATED = "与另一条内容相同"
    OFTEN = "同一网络一小时内多次提交"


@dataclass(frozen=True)
class Judgement:
    """The reasons for doubt in a post, joined for staff and empty for a person's; its proof."""

    doubts: str
    verdict: Verdict

    @property
    def proved(self) -> bool:
        """Whether work was done for it, and nothing speaks against it."""
        return self.verdict == Verdict.GOOD and not self.doubts


def judge(data: dict, address: str) -> Judgement | None:
    """Count a post from an address, and say what it is worth; None for one beyond the bounds.

    To be asked once for each post that is accepted: its proof and its text count as seen from
    then on. One that is beyond leaves no trace, as each may come from another address; who posts
    too often is not even looked at.
    """
    posts = rate_limit.by_network(rate_limit.POSTS, address)
    if rate_limit.wait_at_a_glance(posts):
        return None
    post = _Post(data, address, posts)
    with transaction.atomic():
        judgement = post.counted()
        if judgement is None:
            transaction.set_rollback(True)
    return judgement


def forget(data: dict) -> None:
    """Take back that the text of a post counts as seen: it was refused, and nothing is stored."""
    token = form_token.parse(data["token"])
    rate_limit.release_claim("text", minhash.marks(data["question"]), token.random)


def _alone(data, token, verdict):
    """What the post itself shows."""
    proved = verdict == Verdict.GOOD
    fastest = form_token.FASTEST_HUMAN if proved else FASTEST_UNPROVED
    tests = [
        (data["website"], Reason.DECOY),
        (not token.valid, Reason.UNSIGNED),
        (token.valid and token.age < fastest, Reason.TOO_FAST),
        (verdict not in {Verdict.GOOD, Verdict.MISSING}, verdict.label),
        (_links(data) > (MOST_LINKS if proved else 0), Reason.LINKS),
    ]
    return [reason for doubt, reason in tests if doubt]


def _links(data):
    """How many links were written; one where a name belongs is as bad as many."""
    named = any(LINK.search(data[field]) for field in SHORT_FIELDS)
    said = " ".join([data["question"], *data.get("facts", ())])
    return MOST_LINKS + 1 if named else len(LINK.findall(said))


class _Post:
    """A post that is about to be counted, beside others of the last hour and day.

    Made before the transaction: what takes time must not be waited for by all who post.
    """

    def __init__(self, data, address, posts):
        self.data, self.posts = data, posts
        self.token = form_token.parse(data["token"])
        self.proof = proof_of_work.look_at(data["proof"])
        self.marks = minhash.marks(data["question"])
        proved = self.proof.verdict == Verdict.GOOD
        self.unproved = [] if proved else rate_limit.by_network(rate_limit.UNPROVED, address)
        everybody = [(one, EVERYBODY) for one in (rate_limit.ALL_POSTS, rate_limit.ALL_DOUBTFUL)]
        claims = [*self.proof.places, *(("text", mark) for mark in self.marks)]
        self.rows = rate_limit.rows_of([*posts, *self.unproved, *everybody], claims)

    def counted(self):
        """What it is worth; None for one that is beyond. In the caller's transaction."""
        rows = self.rows.lock()
        verdict = self.proof.claimed(rows, _post(self.token, self.data))
        found = [*_alone(self.data, self.token, verdict), *self._beside_others(rows)]
        everybody = rate_limit.ALL_DOUBTFUL if found else rate_limit.ALL_POSTS
        if not rate_limit.count(rows, [*self.posts, (everybody, EVERYBODY)]):
            return None
        rows.write()
        return Judgement("、".join(found)[:LONGEST], verdict)

    def _beside_others(self, rows):
        """A text belongs to the form it was first sent from: who goes back and mends a number in
        it is no machine."""
        again = not rate_limit.claim(rows, "text", self.marks, self.token.random)
        often = not rate_limit.count(rows, self.unproved)
        tests = [(again, Reason.REPEATED), (often, Reason.OFTEN)]
        return [reason for doubt, reason in tests if doubt]


def _post(token, data):
    """What makes a post this one and no other: sent twice, it shows its proof twice."""
    files = [[file.name, file.size] for file in data["files"]] + list(map(str, data["kept"]))
    return json.dumps(
        [
            *(token.random, data["area"].pk, files),
            *(data.get(field, "") for field in WRITTEN),
            *data.get("facts", ()),
        ]
    )
