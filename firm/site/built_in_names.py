"""What visitors call the pages that every site has, whatever a firm has entered.

By what a page is for, so a new site is found by these words at once. Nothing here says anything of
a firm: a page that is not published has no words either.
"""

from dataclasses import dataclass

from firm.base.urls import path_of
from firm.models import PageKind
from firm.site import shown
from firm.site.identity import Identity

OF_KIND = {
    PageKind.FEES: (
        "费用 收费 律师费 律师费用 代理费 多少钱 收费标准 怎么收费 如何收费 咨询费 价格 报价 价钱"
        " 免费吗 免费咨询"
    ),
    PageKind.PRIVACY: "隐私 隐私政策 隐私条款 隐私保护 个人信息保护 保密 会泄露吗",
    PageKind.MINORS: "未成年人 儿童 儿童隐私 未成年人隐私",
    PageKind.DISCLAIMER: "免责 免责声明 免责条款 版权声明",
    PageKind.ABOUT: "关于我们 关于本所 律所简介 律所介绍 事务所介绍 简介",
}


@dataclass(frozen=True)
class Place:
    """A page of the site that is no record: its title, its address, what else it is called."""

    title: str
    path: str
    words: tuple[str, ...]
    is_contact: bool = False


def words_of(kind: str) -> list[str]:
    """What a standing page of this kind is called everywhere."""
    return OF_KIND[PageKind(kind)].split() if kind in OF_KIND else []


def places() -> list[Place]:
    """The pages that there are now: nobody is led to a form that is closed."""
    found = [
        _place("联系我们", "firm:contact", CONTACT, is_contact=True),
        _place("查看答复", "consult:thread", "查询码 查答复 看答复 查询答复 我的咨询 咨询记录"),
        _place("法规", "statutes:list", "法律法规 法律条文 法条 法规查询 法条查询 查法条"),
    ]
    if shown.lawyers():
        found.append(_place("律师", "firm:lawyers", "律师团队 律师介绍 律师名单 所有律师 律师简介"))
    if Identity().can_ask:
        words = "咨询 在线提问 法律咨询 律师咨询 留言 提问 问律师 咨询律师"
        found.append(_place("在线咨询", "consult:new", words))
    return found


CONTACT = (
    "联系 联系方式 联系电话 电话 电话号码 手机 手机号 热线 客服 微信 微信号 邮箱 地址 地点 位置"
    " 在哪 在哪里 在哪儿 哪里 怎么走 怎么去 路线 地图 交通 停车 上班时间 工作时间 营业时间 几点上班"
    " 几点下班 周末上班吗 投诉 预约 面谈"
)


def _place(title, view, words, is_contact=False):
    return Place(title, path_of(view), tuple(words.split()), is_contact)
