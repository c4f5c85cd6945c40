"""Which rule decides when a sentence tells facts of both times: 2019年签、2024年才违约.

The sentences follow 法释〔2020〕15号, articles 1, 20 and 24. Of other laws no more is said than
which text of the table decides.
"""

import re
from datetime import date

from statutes.law.dated_facts import begins_before, reaches_beyond
from statutes.law.old_facts import OLD_TIME
from statutes.law.table import Table
from statutes.models import Statute

CODE, COMPANY = "民法典", "公司法"
RULE = "{}时间效力规定"
TRANSFERS = "公司法第八十八条批复"
CONTRACT = re.compile("合同|协议|签|订立|借|租|买卖|保证|担保")
NAMES = re.compile("《[^《》]*》")
TORT = re.compile("侵权|受伤|损害|事故")
OF_CONTRACTS = (
    "民法典施行前成立的合同，履行持续至施行后的：因施行后履行发生争议，适用民法典第三编第四章和第五章；"
    "因施行前履行发生争议，适用当时的法律、司法解释（《民法典时间效力规定》第二十条）。"
)
OF_TORTS = (
    "侵权行为发生在民法典施行前、损害后果出现在施行后的，适用民法典"
    "（《民法典时间效力规定》第二十四条）。"
)
OF_FACTS = (
    "民法典施行后的法律事实引起的纠纷，适用民法典；施行前的法律事实持续至施行后的，也适用民法典，"
    "法律、司法解释另有规定的除外（《民法典时间效力规定》第一条）。"
)
ELSEWHERE = "新旧法律如何适用，见《{}》（{}）。"
OF_TRANSFERS = "转让未届出资期限的股权，另见{}。"


def hint(sentence: str, table: Table, law: Statute | None, began: date | None, today: date) -> str:
    """Which rule decides, given the law in force now and its first day; "" where none is known.

    Says nothing unless the sentence tells facts before that day and facts after it.
    """
    rule = law and table.in_force(RULE.format(law.short_name), today)
    if not (law and rule and began and _of_both_times(sentence, began)):
        return ""
    if law.short_name == CODE:
        return _of_the_code(sentence)
    more = table.in_force(TRANSFERS, today) if law.short_name == COMPANY else None
    transfers = OF_TRANSFERS.format(more.doc_no) if more and "转让" in sentence else ""
    return ELSEWHERE.format(rule.short_name, rule.doc_no) + transfers


def _of_both_times(sentence, began):
    early = begins_before(sentence, began) or OLD_TIME.search(sentence)
    return early and reaches_beyond(sentence, began)


def _of_the_code(sentence):
    said = NAMES.sub("", sentence)
    if TORT.search(said):
        return OF_TORTS
    return OF_CONTRACTS if CONTRACT.search(said) else OF_FACTS
