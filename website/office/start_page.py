"""The start page of the office: common jobs, what is left before opening."""

from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from firm.models.firm import ONLY_ROW
from richtext.core.editor import WRITERS
from website.base import backup_state
from website.office import doors
from website.templatetags.office_tags import RIGHTS

MOST_JOBS = 4
ASK = "请运维人员查看日志，运行manage.py backup。"
ARTICLES = "articles_article_changelist"
# The most usual first: right, words, picture in img/office.svg, name of the address, what follows
# it. Of two with the same words the first counts: who publishes goes on with anybody's draft,
# others with their own.
JOBS = [
    ("consult.register_consultation", "登记咨询", "call", "consult_consultation_register", ""),
    ("articles.add_article", "写一篇文章", "pen", "articles_article_add", ""),
    ("articles.publish_article", "接着写草稿", "draft", ARTICLES, "?stage=draft"),
    ("articles.change_article", "接着写草稿", "draft", ARTICLES, "?stage=mine"),
    ("firm.change_own_profile", "我的照片和资料", "face", "firm_lawyer_change", "#id_portrait"),
    ("firm.manage_people", "邀请同事", "invite", "people", "#invite"),
    ("firm.add_specialday", "登记放假", "calendar", "firm_specialday_add", ""),
    ("firm.change_sitesettings", "改电话", "phone", "firm_sitesettings_change", "#id_phone"),
    ("firm.change_page", "固定页面", "page", "firm_page_changelist", ""),
]


def jobs_for(user) -> list[dict]:
    """The common jobs that a person may do: buttons with words, a picture, where they lead."""
    found: dict[str, dict] = {}
    own = getattr(user, "lawyer", None)
    keys = {"firm_sitesettings_change": ONLY_ROW, "firm_lawyer_change": own and own.pk}
    for right, label, icon, name, rest in JOBS:
        if label not in found and user.has_perm(right) and keys.get(name, True):
            args = [keys[name]] if name in keys else []
            address = reverse(f"admin:{name}", args=args) + rest
            found[label] = {"label": label, "icon": icon, "address": address}
    return list(found.values())[:MOST_JOBS]


def health(user) -> tuple[list[tuple[str, str, str]], str]:
    """For who looks after the site: alarms, and when the last good backup was made."""
    if not user.has_perm("firm.change_sitesettings"):
        return [], ""
    worries, line = doors.dear(), ""
    if backup_state.is_set():
        made = backup_state.last()
        moment = made and date_format(timezone.localtime(made), "Y年n月j日 H:i")
        if made is None:
            worries.append(f"已经设置了每日备份，但是还没有一份完整的备份：{ASK}")
        elif timezone.now() - made > backup_state.LATE:
            worries.append(f"最近一次完整的备份是{moment}，已经超过两天：{ASK}")
        else:
            line = f"最近一次完整的备份：{moment}。"
    return [(words, "", "") for words in worries], line


# Everything in the office, grouped by the work that it is for: the menu beside every page and the
# one in its head show these groups.
# Group, then what is in it: the name of a record or of an address, what it is called here, its
# picture in img/office.svg.
DAILY = [
    ("consult.Consultation", "咨询", "inbox"),
    ("admin:consult_consultation_register", "登记咨询", "call"),
    ("admin:consult_consultation_appointments", "预约", "calendar"),
    ("articles.Article", "文章", "pages"),
    ("admin:figures", "数据", "chart"),
    ("consult.CannedReply", "常用答复", "quote"),
    ("consult.KnownParty", "已知当事人", "cards"),
]
CONTENT = [
    ("firm.PracticeArea", "业务领域", "flag"),
    ("consult.AreaFact", "补充信息设置", "list"),
    ("firm.Page", "固定页面", "page"),
    ("statutes.Statute", "法规", "book"),
    ("calculators.Parameter", "计算用的数值", "clock"),
    ("calculators.RegionalFigure", "地区数据", "map"),
    ("calculators.LendingRate", "贷款市场报价利率", "percent"),
    ("articles.Tag", "标签", "tag"),
    ("admin:pictures", "图片", "picture"),
    ("admin:heads", "标题和描述", "words"),
    ("transfer.ArticleImport", "文章导入", "boxes"),
]
FIRM = [
    ("admin:people", "人员", "people"),
    ("firm.Lawyer", "律师", "face"),
    ("firm.Office", "办公地点", "pin"),
    ("firm.SpecialDay", "节假日与调休", "calendar"),
    ("firm.SiteSettings", "网站设置", "dials"),
    ("admin:mail_server", "发信邮箱", "send"),
    ("admin:opening", "上线清单", "list"),
]
SELDOM = [
    ("outbox.Notice", "通知", "send"),
    ("articles.SearchedWords", "站内搜索", ""),
    ("redirects.Redirect", "旧网址", ""),
    ("statutes.StatuteArticle", "条文", ""),
    ("calculators.ToolChoice", "网站上的计算", ""),
    ("statutes.RenamedCrime", "已更名的罪名", ""),
    ("statutes.TableVersion", "法规表的日期", ""),
    ("auth.Group", "岗位", ""),
]
MORE = "更多"  # folded in the menu
GROUPS = [("日常", DAILY), ("内容", CONTENT), ("本所", FIRM), (MORE, SELDOM)]
# Addresses that are no list of records: any of these rights opens one.
PAGES = {
    "admin:figures": ("consult.see_figures",),
    "admin:consult_consultation_register": ("consult.register_consultation",),
    "admin:consult_consultation_appointments": ("consult.send_reply",),
    "admin:people": ("firm.manage_people",),
    "admin:pictures": tuple(WRITERS),
    "admin:heads": ("firm.change_sitesettings", *RIGHTS.values()),
    "admin:mail_server": ("firm.change_sitesettings",),
    "admin:opening": ("firm.change_sitesettings", "firm.change_page"),
}
OTHERS = "其他"


class Section(NamedTuple):
    """One kind of work: its page, and the form for something new; "" for what one may not open."""

    name: str
    icon: str
    address: str
    add: str


def grouped(app_list, user) -> list[tuple[str, list[Section]]]:
    """What a person may see, by groups. Unnamed ones are last."""
    # Of each record or page its name, the address of its list and that of its form.
    known: dict[str, tuple] = {}
    for app in app_list:
        for model in app["models"]:
            if model["admin_url"] or model["add_url"]:
                where = (model["admin_url"] or "", model["add_url"] or "")
                known[f"{app['app_label']}.{model['object_name']}"] = (model["name"], *where)
    for name, rights in PAGES.items():
        if any(map(user.has_perm, rights)):
            known[name] = ("", reverse(name), "")
    groups = [
        (title, [Section(*said, *known.pop(key)[1:]) for key, *said in rows if key in known])
        for title, rows in GROUPS
    ]
    groups.append((OTHERS, [Section(name, "", *where) for name, *where in known.values()]))
    return [(title, rows) for title, rows in groups if rows]


def here(groups, path: str) -> str:
    """The address in the menu that a page belongs to; of several the one that says most."""
    held = [row.address for _, rows in groups for row in rows if row.address in path]
    return max(held, key=len, default="")
