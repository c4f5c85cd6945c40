"""A few names of statutes for tests of the parser, and short ways to look at what it finds."""

from statutes.citations import parse
from statutes.citations.names import Names

SHORT = [
    *("民法典", "刑法", "公司法", "合同法", "劳动合同法", "劳动合同法实施条例", "民事诉讼法"),
    *("仲裁法", "环境保护法", "海洋环境保护法", "宪法", "工伤保险条例"),
    *("诉讼费用交纳办法", "九民纪要", "刑法修正案（十一）", "民间借贷规定"),
    *(
        "人身损害赔偿解释", "民法典合同编通则解释", "民法典婚姻家庭编解释（一）",
        "劳动争议解释（一）", "诈骗解释",
    ),
]  # fmt: skip
COURT = "最高人民法院关于"
FULL = {
    "民法典": "中华人民共和国民法典",
    "民事诉讼法": "中华人民共和国民事诉讼法",
    "民间借贷规定": f"{COURT}审理民间借贷案件适用法律若干问题的规定",
    "人身损害赔偿解释": f"{COURT}审理人身损害赔偿案件适用法律若干问题的解释",
    "民法典合同编通则解释": f"{COURT}适用《中华人民共和国民法典》合同编通则若干问题的解释",
    "民法典婚姻家庭编解释（一）": f"{COURT}适用《中华人民共和国民法典》婚姻家庭编的解释（一）",
    "劳动争议解释（一）": f"{COURT}审理劳动争议案件适用法律问题的解释（一）",
    "诈骗解释": "最高人民法院、最高人民检察院关于办理诈骗刑事案件具体应用法律若干问题的解释",
}
ALIASES = {"民诉法": "民事诉讼法", "婚姻家庭编解释（一）": "民法典婚姻家庭编解释（一）"}
NUMBERS = {"法释〔2023〕13号": "民法典合同编通则解释", "法〔2019〕254号": "九民纪要"}

NAMES = Names(
    [*((name, name) for name in SHORT), *ALIASES.items(), *((FULL[name], name) for name in FULL)],
    NUMBERS.items(),
)


def found(text, own=""):
    """What is cited, each with its span as written."""
    return {one.written: one.key for one in parse(text, NAMES, own)}


def keys(text, own=""):
    """The normal forms of what is cited, in order."""
    return [one.key for one in parse(text, NAMES, own)]
