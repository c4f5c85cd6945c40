"""What people come to the office for, each as a button of the start page."""

from dataclasses import dataclass

from django.urls import reverse

from firm.models import Lawyer
from firm.models.site_settings import ONLY_ROW
from firm.site import shown

MOST_FACES = 8
ARTICLES = "articles_article_changelist"
# Right, words, picture in img/office.svg, name of the address, what follows it. Of two with the
# same words the first counts: who publishes goes on with anybody's draft, others with their own.
JOBS = [
    ("articles.add_article", "写一篇文章", "pen", "articles_article_add", ""),
    ("articles.publish_article", "接着写草稿", "draft", ARTICLES, "?stage=draft"),
    ("articles.change_article", "接着写草稿", "draft", ARTICLES, "?stage=mine"),
    ("articles.change_article", "文章", "pages", ARTICLES, ""),
    ("consult.view_consultation", "咨询", "inbox", "consult_consultation_changelist", ""),
    ("consult.register_consultation", "登记咨询", "call", "consult_consultation_register", ""),
    ("firm.add_specialday", "登记放假", "calendar", "firm_specialday_add", ""),
    ("firm.change_sitesettings", "改电话", "phone", "firm_sitesettings_change", "#id_phone"),
    ("firm.change_page", "固定页面", "page", "firm_page_changelist", ""),
    ("firm.manage_people", "邀请同事", "invite", "people", "#invite"),
    ("outbox.change_notice", "发送测试消息", "send", "test_message", ""),
]


@dataclass(frozen=True)
class Job:
    """A button: words, a picture, where it leads."""

    label: str
    icon: str
    address: str


def jobs_for(user) -> list[Job]:
    """The common jobs that a person may do."""
    found: dict[str, Job] = {}
    for right, label, icon, name, rest in JOBS:
        if label not in found and user.has_perm(right):
            found[label] = Job(label, icon, _address(name) + rest)
    return list(found.values())


def _address(name):
    args = [ONLY_ROW] if name == "firm_sitesettings_change" else []
    return reverse(f"admin:{name}", args=args)


def faces_for(user) -> list[Lawyer]:
    """The lawyers whose particulars and portraits one may change: those on the site, or oneself."""
    if user.has_perm("firm.change_lawyer"):
        return list(shown.lawyers()[:MOST_FACES])
    own = getattr(user, "lawyer", None)
    return [own] if own and user.has_perm("firm.change_own_profile") else []
