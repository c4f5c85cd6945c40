"""What the guides have a reader click, choose or open."""

import re

from tests.test_rules import ROOT

GUIDES = ["desk", "editing", "import", "statutes"]
QUOTED = "“[^”\n]+”"
ACTS = re.compile(rf"(?:点|选|选择|勾|勾选|打开|展开)((?:{QUOTED}(?:或者|或|、|和)?)+)")
GAP = re.compile("……")  # what differs from one time to another: 导入……行
# Shown for a moment only, or to others than a superuser: read in the templates and scripts.
FOR_A_MOMENT = {
    "再试一次", "在新窗口登录",  # after a post that could not be taken
    "删除全部内容", "查看答复",  # to the client
    "收到日期从",  # on the page of what was found
    "确认导入",  # of what was looked at
    "取消暂停，按期删除", "这是正常咨询",
    "存草稿，请律师发出", "放进我的答复框",
    "重置密码和两步验证", "立即重试未发出的通知", "我已通读，确认", "生成草稿", "忘记密码",
    "标为今天核对",  # to a lawyer
    # After a call was registered, of a telephone that called before, of a name that is near.
    "打印", "接着那一次谈", "是同一方，封存", "交审查，封存", "不是同一方",
    # Of an ended one, with a follow-up day, handed over; of an answer that becomes an article.
    "已委托", "未委托", "转介", "不予受理", "跟进完成", "现在的负责人留作协办人",
    "整理成文章", "保留", "换说法", "删去", "放弃整理", "写成公开稿", "请咨询人过目",
    "转成文章草稿",
    "采用建议的问题",  # while an area has none
    "保留原来的跟进日", "换成这一天",  # before many get a day
    # To the client, of the masked text and of the answer.
    "同意按上面的文字公开", "修改以后再给我看", "不同意公开", "有帮助", "没解决", "还想谈",
    "短信提醒", "不再发短信",  # to the client, where text messages are set
    "删除勾选的图片",
    "仅作装饰", "去保留", "已查看，仍按我的内容保存", "比较选中的两个版本",
    "关于《……》的……条提示全部确认", "撤销确认", "确认保留所选",
    # Where a second factor is required.
    "生成开通链接", "设置密码并开通", "设置密码并用通行密钥开通", "用通行密钥登录",
}  # fmt: skip
SOURCES = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").glob("*.js")]
APPS = ("articles", "consult", "outbox", "website")
SOURCES += [path for app in APPS for path in (ROOT / app).rglob("*.py")]


def named(text):
    """What a reader is told to click, choose or open."""
    return {word[1:-1] for one in ACTS.finditer(text) for word in re.findall(QUOTED, one[1])}


def pattern(words):
    return re.compile(".{1,60}".join(map(re.escape, GAP.split(words))))


def missing(words, text):
    return sorted(one for one in words if not pattern(one).search(text))


def text_of(guide):
    return (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")
