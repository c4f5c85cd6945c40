"""岗位能做什么: what each post of the firm may do, read from its rights as they are now."""

from dataclasses import dataclass

from website.office.people import authority

# What is asked of a post, and the right that decides it.
ROWS = [
    ("查看咨询", "view_consultation"),
    ("查看全部咨询", "see_all_consultations"),
    ("发出答复", "send_reply"),
    ("分派咨询", "assign_consultation"),
    ("决定利益冲突", "decide_conflict"),
    ("写文章", "add_article"),
    ("发布文章", "publish_article"),
    ("维护法规", "change_statute"),
    ("修改律师资料", "change_lawyer"),
    ("修改网站设置", "change_sitesettings"),
    ("管理人员", "manage_people"),
]


@dataclass(frozen=True)
class Row:
    """One thing that is done, and for each post whether it may do it."""

    label: str
    cells: list[tuple[str, bool]]


@dataclass(frozen=True)
class Table:
    """The posts by their names, and the rows."""

    posts: list[str]
    rows: list[Row]


def table() -> Table:
    """All posts in their order, with what they may."""
    rights, posts = authority.rights_of_posts(), list(authority.posts())
    rows = [
        Row(label, [(post.name, right in rights[post.pk]) for post in posts])
        for label, right in ROWS
    ]
    return Table([post.name for post in posts], rows)
