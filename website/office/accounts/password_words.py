"""Words that a guesser tries first at a Chinese law firm, besides those of the whole world."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from django.conf import settings
from django.contrib.auth.models import AbstractUser

from firm.base.people import full_name
from firm.models import Lawyer, Office, SiteSettings

HOUSE = """
    lvshi lvsuo lvshishiwusuo lvshisuo shiwusuo falv zixun falvzixun susong hetong anjian
    dangshiren antou admin administrator guanliyuan guanli houtai zhuren zhuli mishu qiantai
    bangong bangongshi lawyer lawfirm legal office manager welcome changeme mima denglu 律师
    律所 律师事务所 法律 咨询 案头 管理员 密码 一二三四五六七八九十
"""
LUCKY = "520 521 1314 5201314 7758521 168 666 888 518 110 119 120"
YEARS = [str(year) for year in range(2040, 1949, -1)]
LONGEST_NAME = 12  # characters of a name that are read aloud


def dictionaries(account: AbstractUser | None) -> dict[str, dict[str, int]]:
    """The words with their ranks, the likeliest first, in the form that zxcvbn reads."""
    own = [*_of_account(account), *_of_firm()]
    lists = {
        "own": _spelt_otherwise(own),
        "house": _spelt_otherwise(HOUSE.split()),
        "numbers": [*LUCKY.split(), *YEARS],
        "syllables": _syllables(),
    }
    return {name: {word: at for at, word in enumerate(words, 1)} for name, words in lists.items()}


def _of_account(account: AbstractUser | None) -> Iterator[str]:
    if account is None:
        return
    yield from _parts(account.get_username())
    yield from _parts(account.email.partition("@")[0])
    yield from _read(full_name(account))


def _of_firm() -> Iterator[str]:
    site = SiteSettings.load()
    yield from _parts(settings.SITE_HOST or "")
    for name in (site.firm_name, site.site_name, *Lawyer.objects.values_list("name", flat=True)):
        yield from _read(name)
    for phone in Office.objects.values_list("phone", flat=True):
        yield re.sub("[^0-9]", "", phone)


def _parts(text: str) -> Iterator[str]:
    """A word as it stands and what it is made of: lin.zhiyuan, lin, zhiyuan."""
    yield text.lower()
    yield from re.findall("[a-z]+|[0-9]+", text.lower())


def _read(name: str) -> Iterator[str]:
    """A Chinese name, and all that stands together in it in pinyin, written out and by initials."""
    from pypinyin import lazy_pinyin  # half a second, 20 MB: only where a password is chosen

    yield name.lower()
    sounds = lazy_pinyin(name[:LONGEST_NAME], errors="ignore")
    for start, end in combinations(range(len(sounds) + 1), 2):
        yield "".join(sounds[start:end])
        yield "".join(sound[0] for sound in sounds[start:end])


def _spelt_otherwise(words: Iterable[str]) -> list[str]:
    """Each word of two letters or more once; 律 is typed lv, lu or lyu."""
    spelt = (re.sub("lv", vowel, word) for word in words for vowel in ("lv", "lu", "lyu"))
    return list(dict.fromkeys(word for word in spelt if len(word) > 1))


@cache
def _syllables() -> list[str]:
    """Those of Mandarin without their tones: a pinyin name is no row of random letters."""
    from pypinyin import lazy_pinyin

    common = "".join(chr(code) for code in range(0x4E00, 0x9FA6))
    return _spelt_otherwise(lazy_pinyin(common))
