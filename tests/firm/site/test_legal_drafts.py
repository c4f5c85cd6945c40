"""Drafts of the legal pages say what the firm told, what the software does, and nothing else."""

import json
import re
from pathlib import Path

import pytest

from consult import lifecycle
from consult.crypto import receipt_codes
from consult.desk import access
from consult.files import attachments
from consult.files.types.upload_handler import LARGEST, MOST_FILES
from consult.services.jobs import SILENCE
from firm import demo
from firm.models import Office, Page, PageKind
from firm.site import legal_pages
from firm.site.legal_pages import GAP, TITLES, make_draft, written
from firm.site.records import save_page
from outbox.services import RETAINED
from tests.factories import make_area, make_lawyer, make_settings

pytestmark = pytest.mark.django_db
FIRM = "衡川（江宁）律师事务所"
TIMES = re.compile(r"小时内|工作日内|工作小时内")


def settle(**fields):
    """A second invented firm, which tells of itself what a small firm tells."""
    make_settings(
        **{"firm_name": FIRM, "site_name": "衡川律师网", "city": "江宁", "phone": "025-66660001"},
        **fields,
    )
    Office.objects.create(address="江宁市衡川路7号3层")
    make_lawyer().areas.add(make_area(name="劳动争议"))


def told_by_the_sample():
    """Whatever the sample firm says of itself and of its people, in settings, offices, lawyers."""
    firm = json.loads(Path(demo.FOLDER, "firm.json").read_text(encoding="utf-8"))
    named = [firm["settings"], *firm["lawyers"], *firm["offices"]]
    words = [word for one in named for word in one.values() if isinstance(word, str)]
    general = {"landline", "律师", ""}
    return {word for word in words if word not in general} | {"云澜", "石桥", "示例", "虚构"}


@pytest.mark.parametrize("kind", TITLES)
def test_a_draft_tells_nothing_of_the_sample_firm_and_nobody_sees_it_yet(kind, client):
    settle()
    text = written(kind)
    assert len(text) > 300
    assert [word for word in told_by_the_sample() if word in text] == []
    assert not TIMES.search(text)
    assert not TIMES.search(legal_pages.DISCLAIMER)
    page = make_draft(kind)
    assert (page.kind, page.title, page.version) == (kind, TITLES[kind], 0)
    assert client.get(page.get_absolute_url()).status_code == 404
    page.delete()
    for taken in (kind.value, f"{kind}-3"):
        Page.objects.create(title="别的", slug=taken)
    assert make_draft(kind).slug == f"{kind}-2"


def test_the_notice_tells_the_firm_what_stays_the_cookies_and_what_the_desk_does():
    settle()
    text = written(PageKind.PRIVACY)
    assert f"个人信息处理者是<strong>{FIRM}</strong>，地址：江宁市衡川路7号3层。" in text
    assert "请致电025-66660001" in text
    assert (
        f"删除标记（删除日期和带密钥的摘要，不含内容）保存{lifecycle.TOMBSTONE_LIFE.days}天" in text
    )
    assert f"加密的查询码，{receipt_codes.SECONDS // 60}分钟后失效" in text
    assert f"暂存{attachments.LIFE.seconds // 60}分钟" in text
    assert "超过7天后，下次打开表单时删除" in text
    assert "访问日志保存〔请填写：" in text  # which only the operator of the server knows
    assert f"评价与咨询放在一起{lifecycle.DAYS}天" in text
    assert f"最多{access.LONGEST}个字" in text
    told = [
        "口头告知的人和时间", "来源和结果", "以前的咨询", "补充的情况",
        "<strong>不答复就不公开</strong>",
    ]  # fmt: skip
    assert [words for words in told if words not in text] == []
    assert "网站设有邮件提醒时才收集" in text
    assert "不会发生" not in written(PageKind.FEES)
    assert "未经您单独同意，我们<strong>不向其他个人信息处理者提供</strong>" in text
    assert "除法律规定应当提供的以外，不向他人提供" in written(PageKind.MINORS)


def test_the_numbers_are_those_that_the_software_keeps_to():
    settle(retention_days=90)
    text = written(PageKind.PRIVACY)
    assert f"每次最多{MOST_FILES}个，每个不超过{LARGEST // 1024**2}MB" in text
    assert f"律师答复以后{SILENCE.days}天没有新消息" in text
    assert f"发出{RETAINED.days}天后删除" in text
    assert "<strong>90天</strong>" in text


def test_what_the_operator_has_set_up_is_told_and_no_more(settings):
    settle()
    settings.SITE_URL, settings.CLAMD, settings.ROBOTS = "http://127.0.0.1", None, []
    text = written(PageKind.PRIVACY)
    assert [words for words in ("加密连接", "病毒", "工作群") if words in text] == []
    assert "备份最多保存〔请填写" in text
    settings.SITE_URL, settings.CLAMD, settings.ROBOTS = "https://a.example", ("a", 1), ["x"]
    settings.BACKUP_FOLDER, settings.BACKUP_KEEP = Path("/var/backups"), 9
    text = written(PageKind.PRIVACY)
    told = ("传输时使用加密连接", "查过病毒以后才能下载", "工作群", "备份最多保存9天，")
    assert [words for words in told if words not in text] == []


def test_the_page_on_the_firm_has_its_areas_and_no_year():
    settle(founded_year=1998)  # of the site
    text = written(PageKind.ABOUT)
    assert f"{FIRM}设在江宁" in text
    assert "劳动争议" in text
    assert "1998" not in text


def test_a_name_is_no_markup_and_what_nobody_has_told_is_a_gap():
    assert "个人信息处理者是<strong>〔请填写：律师事务所名称〕</strong>" in written(
        PageKind.PRIVACY
    )
    assert len(GAP.findall(written(PageKind.ABOUT))) == 3
    make_settings(firm_name="<b>甲&乙</b>律师事务所")
    assert "&lt;b&gt;甲&amp;乙" in written(PageKind.PRIVACY)


def test_a_text_of_the_firms_own_is_never_overwritten():
    own = save_page(page=Page(kind="fees", slug="fees", title="收费", body="<p>本所的</p>"))
    page = make_draft(PageKind.FEES)
    assert (page.pk, page.body, page.is_published) == (own.pk, "<p>本所的</p>", True)


def test_the_notice_tells_of_text_messages_where_this_firm_sends_them(settings):
    settle()
    settings.SMS = {}
    assert "短信" not in written(PageKind.PRIVACY)
    settings.SMS = {"vendor": "aliyun"}
    text = written(PageKind.PRIVACY)
    assert "〔请填写：服务商的名称" in text
    assert "每天最多一条，22点到次日8点不发" in text
    assert "停收邮件和短信" in text
