"""Proof of work: made and checked here, good once, and no payload makes it fail."""

import base64
import json

import altcha
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.models import Throttle
from consult.spam import rate_limit, score
from consult.spam.score import Verdict
from tests.consult.posting import shift, solved
from tests.threads import aside, together

pytestmark = pytest.mark.django_db
CHALLENGE = reverse("consult:challenge")


def opened(text):
    return json.loads(base64.b64decode(text))


def closed(fields):
    return base64.b64encode(json.dumps(fields).encode()).decode()


def test_a_proof_counts_for_one_post_alone():
    text = solved()
    assert score.judge_proof(text, "one") == Verdict.GOOD
    assert score.judge_proof(text, "other") == Verdict.REUSED
    assert score.judge_proof(text, "one") == Verdict.GOOD, "a double click"
    spelled = closed({**opened(text), "more": "x"})
    assert score.judge_proof(spelled, "other") == Verdict.REUSED
    assert score.judge_proof("", "one") == Verdict.MISSING


@pytest.mark.engine
def test_of_two_posts_at_one_moment_one_has_the_proof(shared_database):
    text = solved()
    found = together(*[lambda who=who: score.judge_proof(text, who) for who in "abcd"])
    assert sorted(found) == [Verdict.GOOD, *[Verdict.REUSED] * 3]
    assert aside(lambda: Throttle.objects.filter(scope="proof").count()) == 1


def test_a_proof_is_remembered_for_longer_than_it_holds(monkeypatch):
    text = solved()
    score.judge_proof(text, "one")
    shift(monkeypatch, seconds=score.LIFETIME - 60)
    rate_limit.forget_old()
    assert score.judge_proof(text, "other") == Verdict.REUSED
    shift(monkeypatch, seconds=120)
    assert score.judge_proof(text, "one") == Verdict.EXPIRED


def test_a_proof_of_a_former_key_still_counts(settings):
    settings.SECRET_KEY, former = "k" * 60, settings.SECRET_KEY
    text, settings.SECRET_KEY = solved(), former
    assert score.judge_proof(text, "one") == Verdict.WRONG
    settings.SECRET_KEY_FALLBACKS = ["k" * 60]
    assert score.judge_proof(text, "one") == Verdict.GOOD


def test_a_challenge_that_was_made_easier_is_wrong():
    for change in [
        {"parameters": {"cost": 1}},
        {"parameters": {"keyPrefix": "00"}},
        {"parameters": {"expiresAt": 9_999_999_999}},
        {"parameters": {"expiresAt": None}},
        {"signature": "0" * 64},
        {"signature": None},
    ]:
        fields = opened(solved())
        fields["challenge"]["parameters"] |= change.pop("parameters", {})
        fields["challenge"] |= change
        assert score.judge_proof(closed(fields), "one") == Verdict.WRONG


def test_a_guessed_solution_is_wrong():
    for key in ["00" * 32, "", "字", "zz", None, 5]:
        fields = opened(solved())
        fields["solution"]["derivedKey"] = key
        assert score.judge_proof(closed(fields), "one") == Verdict.WRONG


def test_a_challenge_is_solved_only_by_the_work(hard_puzzles):
    puzzle = altcha.Challenge.from_dict(score.challenge())
    assert altcha.solve_challenge(puzzle).counter >= score.FEWEST_TRIES >= 100
    assert score.judge_proof(solved(), "one") == Verdict.GOOD


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(VALUES, st.sampled_from(["challenge", "solution", "parameters"]))
def test_whatever_is_sent_is_no_good_proof(value, place):
    fields = {"challenge": {"parameters": {}, "signature": "0" * 64}, "solution": {"counter": 1}}
    target = fields["challenge"] if place == "parameters" else fields
    target[place] = value
    for text in (closed(fields), closed(value), str(value)):
        assert score.judge_proof(text, "one") in {Verdict.WRONG, Verdict.EXPIRED, Verdict.MISSING}


def test_odd_texts_are_wrong():
    for text in ["x" * 100_000, "[" * 900, "\x00", "\ud800", "e30=", "bnVsbA=="]:
        assert score.judge_proof(text, "one") == Verdict.WRONG


def test_the_challenge_is_fetched_fresh_each_time_and_tells_no_key(client, settings):
    assert client.post(CHALLENGE).status_code == 405
    assert settings.SECRET_KEY not in client.get(CHALLENGE).text
    one, other = client.get(CHALLENGE), client.get(CHALLENGE)
    assert "no-store" in one.headers["Cache-Control"]
    assert one.json()["signature"] != other.json()["signature"]
    assert score.judge_proof(solved(one.json()), "one") == Verdict.GOOD


def test_an_address_that_takes_many_puzzles_gets_the_hardest_and_none_is_refused(
    client, monkeypatch
):
    few = rate_limit.Limit("challenge", 2, rate_limit.KEPT)
    monkeypatch.setattr(rate_limit, "CHALLENGES", few)
    fourth = {"REMOTE_ADDR": "198.51.100.7"}
    puzzles = [client.get(CHALLENGE, **more).json() for more in ({}, {}, {}, fourth)]
    times = [one["parameters"]["data"]["times"] for one in puzzles]
    assert times == [1, 1, score.DEAREST, 1]
