"""Old names: crimes that were renamed, terms that the law gave up, words often mistyped."""

import re

from articles.quality.checks.base import BODY, Severity, check, hits


@check("old-crime", "罪名已更改", Severity.DOUBT, "该罪名已更改，请使用现行名称。")
def old_crimes(draft):
    """Longest names first: a longer name may hold a shorter one. Told with the new name: silent."""
    names = {crime.old: crime for crime in draft.crimes}
    every = sorted({*names, *(crime.new for crime in draft.crimes)}, key=len, reverse=True)
    if not every:
        return
    for hit in hits(draft, re.compile("|".join(map(re.escape, every)))):
        crime = names.get(hit.quote)
        if crime and crime.new not in _near(draft, hit) and not hit.is_quoted:
            yield hit.because(crime.words)


def _near(draft, hit):
    return draft.paragraph_at(hit.start).text if hit.field == BODY else hit.around.text


# Term, what it must not be part of, and the reason.
OLD_TERMS = [
    (
        re.compile("(?<!征地)(?<!征收)拆迁(?!管理条例|安置|队|许可证)"),
        "征收",
        "现行法规用“征收”：2011年1月21日起，《国有土地上房屋征收与补偿条例》取代了"
        "《城市房屋拆迁管理条例》；集体土地按《土地管理法》。请核对用词和依据。",
    ),
    (
        re.compile("加工承揽(?:合同)?"),
        "承揽合同",
        "《民法典》第七百七十条规定的是“承揽合同”，加工是承揽的一种。",
    ),
    (
        re.compile("商标的?(?:原创性著作权|原创性|著作权)(?!法|登记|人)"),
        "商标权",
        "商标权和著作权是两种权利：商标权靠注册取得，著作权在作品完成时产生。请写明是哪一种。",
    ),
]


@check("old-term", "用语已过时或者混淆", Severity.DOUBT, "请核对用语。")
def old_terms(draft):
    for pattern, today, words in OLD_TERMS:
        for hit in hits(draft, pattern):
            if not (hit.is_quoted or today in hit.around.text.replace(hit.quote, "")):
                yield hit.because(words)


ON_A_SITE = "(?:账号|账户|网站|平台|系统|邮箱|密码|微信|APP|App|软件|后台|网页|端)"
MISTYPED = [
    (re.compile("帐[号户单](?!簿)"), "“帐”应作“账”：账号、账户、账单。"),
    (
        re.compile(f"登陆(?={ON_A_SITE})|(?<=用户名)登陆|登陆(?=[^，。；]{{0,4}}{ON_A_SITE})"),
        "进入网站、账号应作“登录”；“登陆”指上岸。",
    ),
    (
        re.compile("(?<=[号户台站统箱上下里端])登陆(?!点|部队|作战|艇)"),
        "进入网站、账号应作“登录”。",
    ),
    (re.compile("既使(?!用)"), "疑为“即使”。"),
    (re.compile("按装(?!置|备|修)"), "疑为“安装”。"),
    (re.compile("渡假"), "应作“度假”。"),
    (re.compile("合同书书|法律法归|仲栽|裁绝|诉颂|赔尝|补尝|赔嘗"), "有错别字。"),
]


@check("mistyped", "错别字", Severity.STYLE, "请核对用字。")
def mistyped(draft):
    told = set()
    for pattern, words in MISTYPED:
        for hit in hits(draft, pattern):
            if (hit.field, hit.start) not in told and not _is_of_the_law(draft, hit):
                told.add((hit.field, hit.start))
                yield hit.because(words)


def _is_of_the_law(draft, hit):
    """Whether it may be the wording of a statute, of which older ones write 帐户."""
    return hit.is_quoted or (hit.field == BODY and draft.paragraph_at(hit.start).is_cited)
