"""岗位能做什么: what each post of the firm may do, read from its rights as they are now."""

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


def table() -> dict:
    """The posts in their order, and of each thing that is done whether each post may do it."""
    rights, posts = authority.rights_of_posts(), list(authority.posts())
    rows = [
        (label, [(post.name, right in rights[post.pk]) for post in posts]) for label, right in ROWS
    ]
    return {"posts": [post.name for post in posts], "things": rows}
