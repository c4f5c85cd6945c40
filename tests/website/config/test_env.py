"""Readers of the environment refuse nonsense with a Chinese sentence that names the variable."""

import stat
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import env

STRONG = "k3Jd-92hfKq_7sLmP0zXcVbNtRyUwQeAoIgHjFdS5a6T8r1E4Wx9"


def is_refused(reader, *args, name="X"):
    with pytest.raises(ImproperlyConfigured) as refusal:
        reader(*args)
    sentence = str(refusal.value)
    assert name in sentence
    assert "\n" not in sentence
    assert any("\u4e00" <= char <= "\u9fff" for char in sentence)


@pytest.mark.parametrize(
    ("value", "truth"), [("1", True), ("TRUE", True), (" on ", True), ("0", False), ("No", False)]
)
def test_yes_and_no_in_several_spellings(var, value, truth):
    var("X", value)
    assert env.env_bool("X", not truth) is truth


def test_an_empty_variable_is_the_default(var):
    var("X", "  ")
    assert env.env_bool("X", True) is True
    assert env.env_int("X", 7) == 7
    assert env.env_str("X", "default") == "default"


@pytest.mark.parametrize("value", ["2", "ja", "真", "truefalse"])
def test_a_doubtful_yes_is_refused(var, value):
    var("X", value)
    is_refused(env.env_bool, "X", False)


@pytest.mark.parametrize("value", ["-1", "1.5", "abc", "65536", "1" * 400, "0x10", "１２", "٣"])
def test_a_number_that_is_none_or_out_of_bounds_is_refused(var, value):
    var("X", value)
    is_refused(env.env_int, "X", 1)


def test_a_list_skips_blanks(var):
    var("X", " a.example, ,b.example,")
    assert env.env_list("X") == ["a.example", "b.example"]


SITES = {
    "https://www.example.com": "https://www.example.com",
    "https://www.example.com/": "https://www.example.com",
    "HTTPS://WWW.Example.com": "https://www.example.com",
    "http://127.0.0.1:8000": "http://127.0.0.1:8000",
    "http://[::1]:8000": "http://[::1]:8000",
    "https://律师.example": "https://xn--etto7a.example",
}


@pytest.mark.parametrize(("value", "site"), SITES.items())
def test_the_address_of_the_site_is_scheme_and_host(var, value, site):
    var("X", value)
    assert env.env_site_url("X", "") == site


@pytest.mark.parametrize(
    "value",
    [
        "www.example.com", "ftp://example.com", "https://", "https://example.com/path",
        "https://example.com?x=1", "https://example.com#x", "https://user:pass@example.com",
        "https://example.com:abc", "https://example.com:99999", "http://[::1",
        "https://a b.example", "https://exa_mple.com", "https://..", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_another_address_of_the_site_is_refused(var, value):
    var("X", value)
    is_refused(env.env_site_url, "X", "")


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "secrets" / "key"
    first = env.stored_secret(path, lambda: "one")
    assert (first, env.stored_secret(path, lambda: "two")) == ("one", "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_two_starts_at_a_time_agree_on_the_secret(tmp_path):
    path, found, gate = tmp_path / "secrets" / "key", [], threading.Barrier(12)

    def start(number):
        gate.wait()
        found.append(env.stored_secret(path, lambda: f"secret-{number}"))

    threads = [threading.Thread(target=start, args=[number]) for number in range(12)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 12
    assert set(found) == {path.read_text()}
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_a_folder_of_secrets_that_is_a_file_is_told(tmp_path):
    (tmp_path / "secrets").write_text("")
    is_refused(env.stored_secret, tmp_path / "secrets" / "key", str, name="secrets")


def test_a_secret_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "key").mkdir()
    is_refused(env.stored_secret, tmp_path / "key", str, name="key")


WEAK = ["secret", "a" * 60, "abc" * 30, "django-insecure-" + STRONG, "x" * 49]


@pytest.mark.parametrize("value", WEAK)
def test_a_weak_secret_is_refused(var, tmp_path, value):
    var("SECRET_KEY", value)
    is_refused(env.env_secret_key, "SECRET_KEY", tmp_path / "key", name="SECRET_KEY")
    assert not (tmp_path / "key").exists()


def test_a_secret_file_that_was_emptied_is_refused(tmp_path):
    (tmp_path / "key").write_text("")
    is_refused(env.env_secret_key, "SECRET_KEY", tmp_path / "key", name="SECRET_KEY")


def test_a_strong_secret_is_taken_as_it_is(var, tmp_path):
    var("SECRET_KEY", STRONG)
    assert env.env_secret_key("SECRET_KEY", tmp_path / "key") == STRONG


def test_without_one_a_strong_secret_is_made(tmp_path):
    assert len(env.env_secret_key("SECRET_KEY", tmp_path / "key")) >= 80


@pytest.mark.parametrize("value", WEAK)
def test_a_weak_former_secret_is_refused_too(var, value):
    """It signs nothing any more, but what it signed is still believed."""
    var("X", f"{STRONG},{value}")
    is_refused(env.env_secret_fallbacks, "X")


def test_former_secrets_are_a_list(var):
    var("X", f"{STRONG}1,{STRONG}2")
    assert env.env_secret_fallbacks("X") == [f"{STRONG}1", f"{STRONG}2"]


HEX = "00112233445566778899aabbccddeeff0123456789abcdef0f1e2d3c4b5a6978"


def test_consultation_keys_have_ids_and_an_order(var, tmp_path):
    var("X", f"k2:{HEX.upper()}, k1:{HEX[::-1]}")
    keys = env.env_consult_keys("X", tmp_path / "keys")
    assert list(keys) == ["k2", "k1"]
    assert keys["k2"] == bytes.fromhex(HEX)


def test_without_one_a_consultation_key_is_made_and_kept(tmp_path):
    first = env.env_consult_keys("X", tmp_path / "keys")
    assert first == env.env_consult_keys("X", tmp_path / "keys")
    assert (list(first), len(first["k1"])) == (["k1"], 32)


@pytest.mark.parametrize(
    "value",
    [
        HEX, f"k1:{HEX[:-2]}", f"k1:{HEX}00", f"k1:{HEX},k1:{HEX[::-1]}", f"k1:{'0' * 64}", "k1:",
        ":", f"k1:{'zz' * 32}", f"k1:{HEX},", f"钥匙:{HEX}", f"k1 k2:{HEX}", f"{'k' * 17}:{HEX}",
    ],
)  # fmt: skip
def test_bad_consultation_keys_are_refused(var, tmp_path, value):
    var("X", value)
    is_refused(env.env_consult_keys, "X", tmp_path / "keys")


def test_a_refused_key_is_not_repeated_on_the_screen(var, tmp_path):
    var("X", f"k1:{HEX}00")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.env_consult_keys("X", tmp_path / "keys")
    assert HEX not in str(refusal.value)


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_data_folder_that_cannot_be_is_refused(var, tmp_path, place):
    (tmp_path / "file").write_text("")
    var("DATA_DIR", str(tmp_path / place))
    is_refused(env.data_dir, tmp_path, name="DATA_DIR")


def test_a_data_folder_of_nobody_is_refused(var, tmp_path):
    var("DATA_DIR", "~nobody-of-this-name/antou")
    is_refused(env.data_dir, tmp_path, name="DATA_DIR")


def test_the_data_folder_is_made(var, tmp_path):
    var("DATA_DIR", str(tmp_path / "a" / "b"))
    assert env.data_dir(tmp_path).is_dir()


def test_robots_are_read_by_kind(var):
    var("ROBOTS", "wecom://aaaa-bbbb-1, dingtalk://tok12345?secret=SECabc123 ,feishu://hook_1234")
    assert env.env_robots("ROBOTS") == [
        {"kind": "wecom", "token": "aaaa-bbbb-1", "secret": ""},
        {"kind": "dingtalk", "token": "tok12345", "secret": "SECabc123"},
        {"kind": "feishu", "token": "hook_1234", "secret": ""},
    ]


def test_no_robots_is_none(var):
    assert env.env_robots("ROBOTS") == []


@pytest.mark.parametrize(
    "value",
    [
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim-0001",
        "wecom://",
        "wecom://short",
        "wecom://geheim-0001?secret=SECgeheim0002",
        "dingtalk://geheim-0001?secret=",
        "dingtalk://geheim-0001/../../x",
        "feishu://geheim-0001@example.com",
        "slack://geheim-0001",
        "wecom://geheim-0001 feishu://geheim-0002",
        "wecom://geheim-000１",
    ],
)
def test_a_robot_that_makes_no_sense_is_refused_without_showing_it(var, value):
    var("ROBOTS", value)
    with pytest.raises(ImproperlyConfigured, match="环境变量 ROBOTS 应形如 wecom://") as refused:
        env.env_robots("ROBOTS")
    assert "geheim" not in str(refused.value)


def test_contacts_are_addresses_for_letters_or_of_pages(var):
    var("X", "mailto:security@example.com, https://example.com/report?a=b")
    assert env.env_contacts("X") == [
        "mailto:security@example.com",
        "https://example.com/report?a=b",
    ]
    var("X", "")
    assert env.env_contacts("X") == []


@pytest.mark.parametrize(
    "value",
    [
        "security@example.com", "mailto:", "mailto:x@y", "mailto:a@b.cn?subject=x", "http://a.cn/",
        "https://", "tel:110", "mailto:a@b.cn;c@d.cn", "mailto:a@b.cn\nExpires: never", "https://律.cn/",
        "javascript:alert(1)", "mailto:a b@c.cn",
    ],
)  # fmt: skip
def test_a_contact_that_makes_no_sense_is_refused(var, value):
    var("X", value)
    is_refused(env.env_contacts, "X")


def test_a_token_is_read_as_it_is(var):
    var("X", " AbCdEf-0123456789 ")
    assert env.env_token("X") == "AbCdEf-0123456789"
    var("X", "")
    assert env.env_token("X") == ""


@pytest.mark.parametrize(
    "value",
    ["geheim", "geheim_12345", "geheim 12345", "geheim/../x", "令牌geheim12345", "geheim" * 30],
)
def test_a_token_that_makes_no_sense_is_refused_without_showing_it(var, value):
    var("X", value)
    is_refused(env.env_token, "X")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.env_token("X")
    assert "geheim" not in str(refusal.value)


def test_a_word_is_one_of_those_that_are_known(var):
    assert env.env_choice("LOG_FORMAT", ("lines", "json")) == "lines"
    var("LOG_FORMAT", "json")
    assert env.env_choice("LOG_FORMAT", ("lines", "json")) == "json"
    var("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT 只能是 lines、json 之一"):
        env.env_choice("LOG_FORMAT", ("lines", "json"))


def test_a_token_of_ours_is_longer(var):
    var("METRICS_TOKEN", "a" * 19)
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN 应为 20 到 128 个"):
        env.env_token("METRICS_TOKEN", shortest=20)
    var("METRICS_TOKEN", "a" * 20)
    assert env.env_token("METRICS_TOKEN", shortest=20) == "a" * 20


@pytest.mark.parametrize("name", sorted(env.REMOVED))
def test_a_setting_that_went_is_refused(var, name):
    var(name, "")
    is_refused(env.refuse_removed, name=name)
