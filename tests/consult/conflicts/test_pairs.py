"""Whole pairs of names as people write them: which are met, and which are not."""

import re
from pathlib import Path

import pytest

from consult import services
from consult.base.enums import Conflict, PartyRole
from consult.conflicts import check, parties, records
from consult.conflicts.named import CUT
from consult.models import Consultation, KnownParty
from tests.factories import make_staff, make_submitted, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FIRM = "北方字节科技有限公司"
TEXT = re.sub("#.*\n", "", (Path(__file__).parent / "pairs.txt").read_text("utf-8")).strip()
TRUE, OTHER, REAL = TEXT.split("\n\n")


def register(known):
    name, _, head = known.partition("@")
    name, *former = name.split("=")
    fields = {"former_names": "\n".join(former), "representative": head}
    return KnownParty(name=name, role=PartyRole.CLIENT, **fields)


def asked(typed):
    field = {"question": typed[1:]} if typed.startswith("？") else {"opponent": typed}
    return Consultation.objects.get(pk=make_submitted(name="周明远", **field)[0].pk)


def pairs(lines):
    return [tuple(line.split(" > ")) for line in lines.splitlines()]


def met(known, typed):
    KnownParty.objects.all().delete()
    parties.register(party=register(known))
    return asked(typed).conflict_hits.exists()


def test_all_that_are_one_are_met():
    assert [pair for pair in pairs(TRUE) if not met(*pair)] == []


def test_of_those_that_are_two_one_pair_is_met_that_sounds_alike():
    wrong = [pair for pair in pairs(OTHER) if met(*pair)]
    assert wrong == [("成都栖桐冷链物流有限公司", "成都青桐冷链物流有限公司")]


def test_none_of_those_whom_real_questions_are_about_meets_a_client_of_a_firm():
    names = {known: None for known, _ in [*pairs(TRUE), *pairs(OTHER)]}
    parties.register_all(parties=[register(known) for known in names])
    assert [name for name in REAL.split() if asked(name).conflict_hits.exists()] == []
    assert not Consultation.objects.exclude(conflict=Conflict.CLEAR).exists()


NAMES = """
云澜宏达建材有限公司 成都栖桐冷链物流有限公司 云澜恒信置业集团有限公司 晴川会计师事务所
云澜市第一人民医院 宏盛物流有限公司 招商银行 人保财险 展鹏飞 刘桂兰 欧阳若溪 牟大勇 卞志远 苏若澄
章子墨 谷雨桐 仇万年 饶永强 段飞宇 云澜安居物业服务有限公司 云澜康泰大药房
云澜通达汽车租赁有限公司 云澜金域装修公司 云澜东方培训学校 云澜新世纪百货有限公司 京东 美团
"""
PLANTED = [*NAMES.split(), "北方字节科技有限公司", "北方字节网络科技有限公司"]
PLANTED.append("北方字节信息技术有限公司")


def test_names_that_anybody_planted_seal_no_honest_question_and_true_cases_are_all_met():
    """Thirty in two seconds, in quarantine or not, some closed; then fifteen honest ones."""
    planted = [
        make_submitted(name=name, opponent="某某公司", doubts=["", "重复"][at % 2])[0]
        for at, name in enumerate(PLANTED)
    ]
    for one in planted[::3]:
        services.close(consultation=one, user=make_staff())
    honest = [asked(name) for name in PLANTED[::2]]
    assert (len(PLANTED), len(honest), [one for one in honest if one.sealed]) == (30, 15, [])
    assert all(one.conflict_hits.exists() for one in honest)
    assert not any(check.to_judge_first(one) for one in honest)
    # Who was answered, and then the other side of the same case; a known client, and its opponent.
    first, user = make_submitted(name="贺兰山", opponent="云澜金域装修公司")[0], make_superuser()
    services.reply(consultation=first, user=user, text="可以起诉。", token="t")
    parties.register(party=register("云澜康泰大药房"))
    true = [make_submitted(name="云澜金域装修公司", opponent="贺兰山")[0], asked("云澜康泰大药房")]
    assert all(one.sealed for one in true)


def test_what_a_text_only_may_say_of_its_writer_seals_nothing_beside_a_name_that_would():
    first, user = make_submitted(name="贺兰山", opponent=FIRM)[0], make_superuser()
    services.reply(consultation=first, user=user, text="可以起诉。", token="t")
    found = make_submitted(name="周明远", question=f"我们公司是{FIRM}，想问合同的事。")[0]
    assert not found.sealed
    assert records.names_met(found)[records.place_of(None, first.pk, False)] == FIRM


def test_a_name_is_found_wherever_the_text_has_it_and_what_was_not_read_is_said():
    parties.register(party=register("展鹏飞"))
    long = "房子漏水了，物业不肯修。" * 400
    found = make_submitted(question=f"{long}我前夫展鹏飞也不管。")[0]
    assert found.sealed
    case = make_submitted(name="周明远", opponent="李四海")[0]
    for number, text in enumerate([long, long, f"{long}被展鹏飞打了。"]):
        services.client_message(consultation=case, text=text, token=f"t{number}")
    case.refresh_from_db()
    assert case.sealed
    assert [one.why for one in records.gaps(case)] == [CUT]
    many = "、".join(f"云澜{one}{two}建材有限公司" for one in "宏鼎瑞恒" for two in "达盛泰丰")
    assert CUT in [one.why for one in records.gaps(make_submitted(question=many)[0])]
