"""Bounds on posts: generous, counted in the database, only good posts count."""

import pytest
from django.db import transaction

from consult.base.policy import TOO_OFTEN
from consult.models import Consultation, Throttle
from consult.spam import rate_limit, score
from tests.consult.posting import FORM, good_post, shift, token
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def two_an_hour(monkeypatch):
    limit = rate_limit.Limit("post", 2, rate_limit.POSTS.period)
    monkeypatch.setattr(rate_limit, "POSTS", limit)


def question(number):
    """Texts that have nothing in common."""
    chars = [chr(0x4E00 + number * 40 + place) for place in range(40)]
    return "".join(chars)


def ask(client, number, **extra):
    fields = good_post(token=token(random=f"{number:032}"), question=question(number))
    return client.post(FORM, fields, **extra)


def test_the_bounds_are_generous():
    assert rate_limit.POSTS.most >= 30
    assert rate_limit.ALL_POSTS.most >= 1000


def test_one_post_too_many_is_refused_and_its_text_kept(client, two_an_hour):
    ask(client, 1), ask(client, 2)
    response = ask(client, 3)
    assert response.status_code == 429
    assert TOO_OFTEN in response.content.decode()
    assert question(3) in response.content.decode()
    assert Consultation.objects.count() == 2


def test_who_posts_too_often_is_not_even_looked_at(client, two_an_hour, monkeypatch):
    ask(client, 1), ask(client, 2)
    monkeypatch.setattr(score, "marks", None)
    assert ask(client, 3).status_code == 429


def test_posts_with_errors_do_not_count(client, two_an_hour):
    for _ in range(5):
        client.post(FORM, good_post(question="短"))
    assert ask(client, 1).status_code == ask(client, 2).status_code == 302


def test_another_address_goes_on(client, two_an_hour):
    for number in range(3):
        ask(client, number)
    assert ask(client, 4, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_an_hour_later_it_goes_on(client, two_an_hour, monkeypatch):
    for number in range(3):
        ask(client, number)
    shift(monkeypatch, minutes=61)
    assert ask(client, 4).status_code == 302


def test_all_addresses_together_have_a_bound(client, monkeypatch):
    monkeypatch.setattr(
        rate_limit, "ALL_POSTS", rate_limit.Limit("post", 2, rate_limit.POSTS.period)
    )
    answers = [ask(client, n, REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(3)]
    assert answers == [302, 302, 429]


def test_a_flood_from_ever_new_addresses_fills_no_table(client, monkeypatch):
    monkeypatch.setattr(
        rate_limit, "ALL_POSTS", rate_limit.Limit("post", 2, rate_limit.POSTS.period)
    )
    for number in range(2):
        ask(client, number, REMOTE_ADDR=f"2001:db8:{number}::1")
    before = Throttle.objects.count()
    for number in range(2, 8):
        assert ask(client, number, REMOTE_ADDR=f"2001:db8:{number}::1").status_code == 429
    assert Throttle.objects.count() == before


def test_what_is_in_doubt_takes_nothing_from_the_bound_of_the_others(client, monkeypatch):
    monkeypatch.setattr(
        rate_limit, "ALL_POSTS", rate_limit.Limit("post", 1, rate_limit.POSTS.period)
    )
    for number in range(3):
        client.post(FORM, good_post(website="x", token=token(random=f"{number:032}")))
    assert ask(client, 9, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_what_is_in_doubt_has_a_bound_of_its_own(client, monkeypatch):
    few = rate_limit.Limit("doubt", 2, rate_limit.POSTS.period)
    monkeypatch.setattr(rate_limit, "ALL_DOUBTFUL", few)
    posts = [good_post(website="x", token=token(random=f"{n:032}")) for n in range(3)]
    answers = [client.post(FORM, post).status_code for post in posts]
    assert answers == [302, 302, 429]


def test_a_told_address_is_not_believed(client, two_an_hour):
    answers = [ask(client, n, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code for n in range(3)]
    assert answers == [302, 302, 429]


def test_one_household_counts_once_under_ipv6(client, two_an_hour):
    answers = [ask(client, n, REMOTE_ADDR=f"2001:db8:1:2::{n}").status_code for n in range(3)]
    assert answers == [302, 302, 429]
    assert ask(client, 4, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


def test_a_site_of_many_households_has_a_bound_as_well(client, two_an_hour):
    answers = [ask(client, n, REMOTE_ADDR=f"2001:db8:1:{n}::1").status_code for n in range(9)]
    assert answers == [*[302] * 8, 429]
    assert ask(client, 10, REMOTE_ADDR="2001:db8:2:1::1").status_code == 302


def claim(things, owner):
    rows = rate_limit.Rows(claims=[("text", thing, owner) for thing in things])
    with transaction.atomic():
        had = rows.lock().claim("text")
        rows.write()
    return had


def test_of_many_at_one_moment_one_has_a_text(shared_database):
    marks = [f"mark {n}" for n in range(6)]
    acts = [lambda owner=owner: claim(marks, owner) for owner in "abcdef"]
    assert sum(together(*acts)) == 1


def test_a_text_that_shares_one_mark_is_not_free():
    assert claim(["a", "b"], "one")
    assert not claim(["b", "c"], "other")
    assert not claim(["c"], "third"), "what was free is the other's now"
    assert claim(["a", "b"], "one")


def test_a_flood_of_one_text_is_known_for_as_long_as_it_lasts(monkeypatch):
    claim(["a"], "one")
    shift(monkeypatch, hours=20)
    assert not claim(["a"], "other")
    shift(monkeypatch, hours=20)
    rate_limit.forget_old()
    assert not claim(["a"], "third")


def test_an_address_is_kept_only_as_a_keyed_hash(client):
    ask(client, 1, REMOTE_ADDR="198.51.100.7")
    assert "198.51.100.7" not in str(list(Throttle.objects.values_list()))


def test_a_day_later_it_is_forgotten(client, monkeypatch):
    ask(client, 1)
    rate_limit.forget_old()
    assert Throttle.objects.exists()
    shift(monkeypatch, hours=25)
    rate_limit.forget_old()
    assert not Throttle.objects.exists()
