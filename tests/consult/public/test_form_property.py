"""Whatever is typed into whatever field: never a 500."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.spam import rate_limit
from tests.consult.posting import FORM, THREAD, good_post
from tests.stages import examples

SANE = {302, 422, 429, 400, 403, 413}
FIELDS = ["area", "question", "city", "name", "phone", "email", "opponent", "consent", "notice"]
FIELDS += ["sensitive_consent", "token", "website"]
# The test client cannot send lone surrogates; their bytes are in test_form_bad_input.
ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "\x00",
        "\ufffd",
        "\u202e",
        "9" * 5000,
        "-1",
        "１３８００００００００",
        "a@b.cn",
        "on",
        "0" * 20,
    ]
)
calmly = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def unbounded(monkeypatch):
    limit = rate_limit.Limit("post", 10**6, rate_limit.POSTS.period)
    monkeypatch.setattr(rate_limit, "POSTS", limit)


@pytest.mark.django_db
@calmly
@given(changed=st.dictionaries(st.sampled_from(FIELDS), ODD | st.none(), max_size=5))
def test_the_form_never_fails(client, unbounded, changed):
    fields = good_post() | changed
    post = {name: value for name, value in fields.items() if value is not None}
    assert client.post(FORM, post).status_code in SANE


@pytest.mark.django_db
@calmly
@given(fields=st.dictionaries(st.sampled_from(["action", "code", "text", "token"]), ODD))
def test_the_thread_never_fails(client, fields):
    assert client.post(THREAD, fields).status_code in SANE | {200}
