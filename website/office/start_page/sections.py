"""All sections of the admin, grouped the way a secretary looks for them.

The start page and the menu beside every page show these groups under these names.
"""

from dataclasses import dataclass

# Group, then the records in it: name of the record, what it is called here, what it is for.
GROUPS = [
    (
        "咨询",
        [
            ("consult.Consultation", "咨询", ""),
            ("consult.KnownParty", "已知当事人", "用于利益冲突检查"),
            ("consult.CannedReply", "常用答复", ""),
        ],
    ),
    (
        "文章",
        [
            ("articles.Article", "文章", ""),
            ("articles.Tag", "标签", ""),
            ("articles.SearchedWords", "站内搜索", "读者的搜索词"),
            ("transfer.ArticleImport", "导入文章", "Word、Markdown、网页、公众号文章"),
            ("redirects.Redirect", "旧网址", "旧网站网址的跳转"),
        ],
    ),
    (
        "本所和网站",
        [
            ("firm.SiteSettings", "网站设置", "名称、电话、备案号、答复承诺"),
            ("firm.Lawyer", "律师", ""),
            ("firm.Office", "办公地点", ""),
            ("firm.PracticeArea", "业务领域", ""),
            ("firm.Page", "固定页面", "隐私告知、免责声明、收费说明"),
            ("firm.SpecialDay", "节假日与调休", "答复期限的计算依据"),
        ],
    ),
    (
        "法规",
        [
            ("statutes.Statute", "法规", "名称、施行日期、是否有效"),
            ("statutes.StatuteArticle", "条文", ""),
            ("statutes.LimitationPeriod", "时效和期限", ""),
            ("statutes.RenamedCrime", "已更名的罪名", ""),
            ("statutes.TableVersion", "法规表的日期", ""),
        ],
    ),
    (
        "通知和账号",
        [
            ("outbox.Notice", "通知", "邮件和群消息的发送情况"),
            ("auth.User", "人员账号", ""),
            ("auth.Group", "岗位", "各岗位的权限"),
        ],
    ),
]
OTHERS = "其他"


@dataclass(frozen=True)
class Section:
    """One kind of record: its list and the form for a new one; "" for what one may not open."""

    name: str
    hint: str
    address: str
    add: str

    @property
    def key(self):
        """What marks it in a page."""
        return (self.address or self.add).strip("/").replace("/", "-")


def grouped(app_list) -> list[tuple[str, list[Section]]]:
    """The groups with what a person may see of them; what nobody has named stands last."""
    known = {
        f"{app['app_label']}.{model['object_name']}": model
        for app in app_list
        for model in app["models"]
        if model["admin_url"] or model["add_url"]
    }
    groups = [
        (title, [_section(known.pop(key), name, hint) for key, name, hint in rows if key in known])
        for title, rows in GROUPS
    ]
    groups.append((OTHERS, [_section(model, model["name"], "") for model in known.values()]))
    return [(title, rows) for title, rows in groups if rows]


def _section(model, name, hint):
    return Section(name, hint, model["admin_url"] or "", model["add_url"] or "")
