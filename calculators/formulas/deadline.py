"""期限: the last day of a period, with 中断 and 中止 where the law knows them.

Conventions: the day from which a period runs is not counted (民法典 第二百零一条); a last day off
moves on (第二百零三条); 仲裁时效 that was 中止 goes on when the obstacle ends, any other ends six
months after that (第一百九十四条).
"""

from dataclasses import dataclass
from datetime import date

from calculators.formulas import base
from calculators.formulas.base import Figure, Figures, Note, Result, Sheet, WrongFacts
from calculators.formulas.days import DAY, in_words, later, moved

# What is asked: its words, the key of its length, how it is counted, from which day.
CIVIL, CODE, CRIMINAL = "count.civil", "count.code", "count.criminal"
KINDS = {
    "civil-judgment": ("对民事判决上诉（15日）", "period.appeal.judgment", CIVIL),
    "civil-ruling": ("对民事裁定上诉（10日）", "period.appeal.ruling", CIVIL),
    "criminal-judgment": ("对刑事判决上诉（10日）", "period.criminal.judgment", CRIMINAL),
    "criminal-ruling": ("对刑事裁定上诉（5日）", "period.criminal.ruling", CRIMINAL),
    "administrative-judgment": ("对行政判决上诉（15日）", "period.admin.judgment", CIVIL),
    "administrative-ruling": ("对行政裁定上诉（10日）", "period.admin.ruling", CIVIL),
    "limitation": ("诉讼时效（3年）", "period.limitation", CODE),
    "arbitration": ("申请劳动仲裁（1年）", "period.labour.arbitration", CODE),
    "award": ("不服劳动仲裁裁决起诉（15日）", "period.labour.suit", CIVIL),
    "final-award": ("劳动者不服终局裁决起诉（15日）", "period.labour.final", CIVIL),
    "annulment": ("单位申请撤销终局裁决（30日）", "period.labour.annulment", CIVIL),
    "enforcement": ("申请强制执行（2年）", "period.enforcement", CIVIL),
    "retrial": ("申请再审（6个月）", "period.retrial", CIVIL),
    "review": ("申请行政复议（60日）", "period.review", CIVIL),
    "after-review": ("不服复议决定起诉（15日）", "period.review.suit", CIVIL),
    "administrative": ("直接提起行政诉讼（6个月）", "period.admin.suit", CIVIL),
}
RUNS_ANEW = {"limitation", "arbitration", "enforcement"}
START = "收到判决书、裁决书的日期，知道权利受损害的日期，或者付款期限的最后一天。"
UNKNOWN = (
    "{}年的放假安排还没有公布。这一天如果放假，最后一天会推后，不会比这一天早。公布以后请再算一次。"
)
WAGES = "在职期间拖欠劳动报酬的，不受这个期限限制；劳动关系终止的，从终止那天起一年内申请。"
EVENT = "催过款、对方答应还、起诉或者申请仲裁的日期；只有诉讼时效、劳动仲裁、申请执行才有。"


@dataclass(frozen=True, kw_only=True)
class Break:
    day: date = base.day("哪一天")
    ended: date | None = base.day("起诉、仲裁的，程序终结那天", default=None)


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    first: date = base.day("障碍从哪天开始")
    last: date = base.day("障碍哪天消除")


@dataclass(frozen=True, kw_only=True)
class Facts:
    kind: str = base.choice("什么期限", {key: one[0] for key, one in KINDS.items()})
    start: date = base.day("从哪一天开始", START)
    harmed: date | None = base.day(
        "权利受到损害的日期", "诉讼时效才填：从这天起最长20年。", default=None
    )
    breaks: tuple[Break, ...] = base.rows("中断过", Break, EVENT, most=10)
    obstacles: tuple[Obstacle, ...] = base.rows(
        "中止过", Obstacle, "因不可抗力等障碍不能行使权利的日子。", most=5
    )
    detained: bool = base.tick("刑事案件，本人在押")


def end_of(start: date, row: Figure) -> date:
    """The last day of a period before days off are looked at."""
    number = int(row.amount)
    if row.unit == "日":
        return start + number * DAY
    return later(start, number * (12 if row.unit == "年" else 1))


def compute(facts: Facts, figures: Figures) -> Result:
    (_, key, counting), start, kind = KINDS[facts.kind], facts.start, facts.kind
    if kind not in RUNS_ANEW and (facts.breaks or facts.obstacles):
        name = "breaks" if facts.breaks else "obstacles"
        raise WrongFacts(name, "这个期限没有中断、中止，请不要填。")
    if facts.detained and counting != CRIMINAL:
        raise WrongFacts("detained", "只有刑事案件的期限才选这一项。")
    if facts.harmed and kind != "limitation":
        raise WrongFacts("harmed", "只有诉讼时效才填。")
    if facts.harmed and facts.harmed > start:
        raise WrongFacts("harmed", "晚于知道权利受损害的日期。")
    sheet = Sheet("最后一天", figures, start, "开始那天")
    row = sheet.on(key)
    sheet.say("开始那天，不算在内", start, f"{counting}.first")
    sheet.say("第1天", start + DAY)
    end = run(facts, sheet, row)
    if facts.harmed:
        limit = sheet.on("count.limitation.longest")
        longest = end_of(facts.harmed, limit)
        if longest < end:
            end = longest
            sheet.say(f"自受到损害满{limit.shown}，最长到这一天", end, limit)
    last, certain = (end, True) if facts.detained else moved(end)
    if facts.detained:
        sheet.say("在押期间，到期日放假也不推后", last, "count.detained")
    elif last != end:
        sheet.say("到期那天放假，推后到假后第一天", last, f"{counting}.last")
    if not certain:
        words = UNKNOWN.format(last.year)
        sheet.doubts.append(Note(words, (sheet.on(f"{counting}.last"),)))
    if kind == "arbitration":
        sheet.note(WAGES, "count.labour.wages")
    if counting != CODE and kind not in RUNS_ANEW:
        sheet.note("邮寄的，这一天交邮也不算过期。", f"{counting}.posted")
    return sheet.result(total=last, unit="", days=((last, "事项到期"),))


def run(facts: Facts, sheet: Sheet, row: Figure) -> date:
    """Where the period ends after what happened meanwhile, in the order in which it happened."""
    on, begun, end = sheet.figures.on, facts.start, end_of(facts.start, row)
    stopped = begun  # up to when a labour period has been suspended
    labour, length = "labour." * (facts.kind == "arbitration"), row.shown.replace("日", "天")
    sheet.say(f"满{length}", end, row)
    events: list[tuple[date, date, bool]] = [
        *((one.day, one.ended or one.day, True) for one in facts.breaks),
        *((one.first, one.last, False) for one in facts.obstacles),
    ]
    events.sort(reverse=True)
    while events:
        day, until, is_break = events.pop()
        if until < day or day < facts.start:
            words = "结束的日期早于开始的日期。" if until < day else "早于期限开始的日期。"
            raise WrongFacts("breaks" if is_break else "obstacles", words)
        if day > moved(end)[0]:
            rule = on(f"count.{labour}interrupted", day)
            sheet.note(f"{in_words(day)}已经超过期限，不再中断、中止。", rule)
        elif until <= begun and day < begun:
            continue  # within proceedings that ended later
        elif is_break:
            begun, end = until, end_of(until, row)
            words = f"{in_words(day)}中断，从{in_words(until)}重新计算，满{length}"
            sheet.say(words, end, on(f"count.{labour}interrupted", day))
            if stopped > until:  # the obstacle outlasts it
                events.append((until, stopped, False))
                stopped = until
        elif labour:
            day = max(day, begun, stopped)
            if until <= stopped:
                continue  # within an obstacle that lasted longer
            end, stopped = end + (until - day), until
            words = f"{in_words(day)}至{in_words(until)}中止{(until - day).days}天，继续计算"
            sheet.say(words, end, on("count.labour.suspended", day))
        else:
            rule, within = on("count.suspended", day), on("count.suspended.within", day)
            if until <= later(end, -int(within.amount)):
                words = f"{in_words(until)}障碍消除时还没有进入最后{within.shown}，不中止。"
                sheet.note(words, within)
                continue
            end = max(end, later(until, int(rule.amount)))
            words = f"最后{within.shown}内有障碍，从{in_words(until)}消除起满{rule.shown}"
            sheet.say(words, end, within, rule)
    return end
