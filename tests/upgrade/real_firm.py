"""Makes a fixture of 0.1.0 the site of a firm of its own, by statements: as that release left it.

No code of today takes part: what it would write is what is to be tried.
"""

FIRM, SITE, CITY, PHONE = "海州听涛律师事务所", "听涛法律服务网", "海州市", "0518-85551000"
LAWYERS = ["祝听澜", "苗望川", "简明"]
NOTICE = f"本告知由{FIRM}制定。我们只为答复您的咨询处理您填写的内容，并按约定的期限删除。"
# Edited from the sample's page: its ways of working, in the firm's own name.
ABOUT = f"{FIRM}设在海州市新浦区。先听您把事情说完；您决定委托的，签订书面合同。"
OWN_PAGES = {
    "about": ABOUT,
    "minors": "未满十四周岁的，请由父母或者其他监护人填写，我们另行征得监护人的同意。",
    "disclaimer": "本站文章只介绍一般法律知识，不构成正式法律意见。",
    "fees": "收费按海州市的指导标准，先签书面合同，再由事务所统一收取。",
}
STUB = "旧站的一问：欠条丢了还能起诉吗？"

PARTICULARS = [
    f"""UPDATE firm_sitesettings SET firm_name = '{FIRM}', site_name = '{SITE}', city = '{CITY}',
        licence_number = '31320000MD12345678', slogan = '听得见的法律服务', hours = '周一至周五',
        summary = '设在海州市新浦区，办理民事和商事事务。', disclaimer = '本站文章不构成法律意见。',
        email = 'desk@tingtao.example', qq = '', icp_number = '', police_number = '',
        phone = '{PHONE}', reply_promise_hours = 24, service_time = '', opening_list = FALSE""",
    "DELETE FROM firm_honour",
    "DELETE FROM firm_milestone",
    *(
        f"""UPDATE firm_lawyer SET name = '{name}', slug = 'lawyer-{number}', phone = '{PHONE}',
            licence_number = '1320720151012345{number}', email = '', education = '',
            portrait = '', summary = '办理民事和商事事务。', bio = '{name}在海州执业多年。'
            WHERE id = {number}"""
        for number, name in enumerate(LAWYERS, start=1)
    ),
    f"""UPDATE firm_office SET name = '{FIRM}', address = '海州市新浦区海连东路18号',
        phone = '{PHONE}', route = '公交新浦站下车。'""",
    "UPDATE firm_practicearea SET text = ''",
]
# The sample's articles are gone from the site; one that `import_page` brought waits for its text.
ARTICLES = [
    "UPDATE articles_article SET state = 'withdrawn' WHERE id <= 7",
    f"UPDATE articles_article SET is_stub = TRUE, title = '{STUB}' WHERE id = 8",
]
# 0.1.0 printed mail where no server was set, and called it sent.
PRINTED = "UPDATE outbox_notice SET sent_at = due_at, error = '' WHERE dedupe_key = 'failed'"


def _page(kind, text):
    """A page that the firm wrote over: the new text is its second version, as 0.1.0 kept it."""
    body = f"<p>{text}</p>"
    return [
        f"UPDATE firm_page SET body = '{body}', version = 2 WHERE kind = '{kind}'",
        f"""INSERT INTO firm_pageversion (page_id, number, title, body, created_at)
            SELECT id, 2, title, body, updated_at FROM firm_page WHERE kind = '{kind}'""",
    ]


def make(site, notice=NOTICE):
    """The firm's own site; without a `notice` the sample's is still there, saved unchanged."""
    pages = [line for kind, text in OWN_PAGES.items() for line in _page(kind, text)]
    if notice:
        pages += _page("privacy", notice)
    for statement in [*PARTICULARS, *ARTICLES, *pages, PRINTED]:
        site.ask(statement)
