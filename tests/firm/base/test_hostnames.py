"""Host names of lawyers: how they are kept, and which are refused."""

import pytest
from django.core.exceptions import ValidationError

from firm.base import validators
from firm.models import Lawyer
from tests.factories import make_lawyer
from tests.sentences import of_constraint


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" WWW.LinLvshi.CN. ", "www.linlvshi.cn"),
        ("林律师.cn", "xn--etto7at0p.cn"),
        ("www。linlvshi。cn", "www.linlvshi.cn"),
        ("", ""),
    ],
)
def test_it_is_kept_as_the_domain_name_system_knows_it(typed, kept):
    assert validators.tidy(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "https://a.cn",
        "a.cn/",
        "a.cn:8000",
        "localhost",
        "127.0.0.1",
        "a",
        "-a.cn",
        "a_b.cn",
        "a..cn",
        "a.cn\n",
        "*.cn",
        f"{'a' * 64}.cn",
        f"{'a.' * 60}cn",
    ],
)
def test_what_is_no_host_name_is_refused(name):
    with pytest.raises(ValidationError):
        validators.check(name)


def test_the_firms_own_host_is_refused(settings):
    settings.SITE_HOST = "www.example.cn"
    with pytest.raises(ValidationError, match=validators.OUR_OWN):
        validators.check("www.example.cn")


@pytest.mark.parametrize("name", ["a.cn", "www.lin-lvshi.com.cn", "xn--etto7at0p.xn--fiqs8s"])
def test_host_names_are_taken(name):
    validators.check(name)


@pytest.mark.django_db
def test_a_lawyer_keeps_it_tidy_and_two_do_not_share_one():
    lawyer = make_lawyer()
    lawyer.hostname = "WWW.林律师.cn"
    lawyer.full_clean()
    lawyer.save()
    assert Lawyer.objects.get().hostname == "www.xn--etto7at0p.cn"
    other = make_lawyer()
    other.hostname = "www.林律师.cn"
    with pytest.raises(ValidationError, match=of_constraint(Lawyer, "firm_lawyer_hostname_once")):
        other.full_clean()
