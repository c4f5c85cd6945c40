"""A person at the review, and texts that the law has left behind."""

import pytest

from tests.factories import make_article, make_canned, make_lawyer, make_period, make_superuser
from tests.statutes.sample_law import contract_law
from tests.website.office.law_review.pages import BODY


@pytest.fixture
def boss(client):
    user = make_superuser()
    make_lawyer(name="林致远", user=user)
    client.force_login(user)
    return user


@pytest.fixture
def warned(boss):
    """An article, a canned reply and a period that cite 合同法."""
    contract_law()
    reply = make_canned(title="无效的合同", text="请看《合同法》第五十二条。")
    period = make_period(length="4年", about="国际买卖合同", short_name="合同法", number=129)
    return make_article(title="合同无效怎么办？", body=BODY), reply, period
