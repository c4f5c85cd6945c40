"""An invented page in the form of the old sites, as flattened text and as HTML."""

from html import escape

ENTRIES = (
    (
        "买卖合同没有写违约金怎么办?",
        "买卖合同没有写违约金怎么办?违约金没有约定的,可以按照实际损失......",
    ),
    (
        "老屋拆迁院子怎么补偿",
        "一、老屋拆迁院子怎么补偿老屋的院子由评估机构一并评估,评估结果送达后......",
    ),
    ("销赃罪会怎么处理?", "在生活里,有人明知东西来路不明,仍然帮着卖掉,这样做一定会被追究......"),
    (
        "试用期没有签劳动合同怎么办?",
        "入职满一个月没有签合同的,可以向单位主张二倍工资,期限为一年......",
    ),
    (
        "犯组织传销罪要判多久?",
        "一、犯组织传销罪要判多久拉人头的层级和人数是主要的情节,具体要看......",
    ),
    ("说到底还是要看", "说到底还是要看,电动自行车属于非机动车,驾驶人在交通事故里的责任......"),
    (
        "定作加工承揽的家具不合格怎么办?",
        "1、先看约定的标准。定作人收货以后,应当在约定的期限内检验,发现......",
    ),
    (
        "自己设计的商标怎么申请?",
        "自己设计的商标怎么申请?(一)申请的材料包括图样,商品类别和身份证明......",
    ),
    ("申请工伤认定要带什么?", "工伤认定由单位先申请,单位不申请的,职工本人也可以申请,需要带......"),
    (
        "借款人失联检察院会批捕吗?",
        "借款人失联检察院会批捕吗?借款属于民事纠纷,一般不会批捕,利率3%......",
    ),
    ("个体户要交哪些税?", "个体户交的税要看行业,有的按月,有的按季,具体问主管的税务机关......"),
)
LEAD = "快递单上有姓名和电话,扔掉之前要先处理。处理不好,会有什么麻烦?下面分开来说。"
STEPS = (
    "1、涂掉姓名。用记号笔把姓名涂掉,再把单子撕碎。",
    "2、涂掉电话。电话号码往往印在两处,两处都要涂掉,费用不到2.5元。",
    "3、检查备注。备注里有时写着门牌号,见 https://example.com/a?b=1:2,3 的说明。",
    "4、保存单号。单号要先抄下来,以后查件用得着。",
    "5、分开丢弃。面单和盒子分开丢,不容易被人拼起来。",
    "6、留心来电。接到自称快递员的电话,先核对单号,一定要问清楚。",
    "7、必要时报警。被人冒用了身份(不论损失大小),都可以报警。",
)  # fmt: skip
CONTACT = "遇到类似问题,欢迎联系方静川律师,手机:0330-5550111"
HEAD = ("方静川律师", "方静川律师法律网", "fang.example.net", "云澜方静川律师电话0330-5550111")
TITLE = "快递单泄露个人信息怎么办?"
BODY = (
    LEAD,
    "一、方法/步骤",
    *STEPS,
    "二、注意事项",
    "不要把<script>alert(1)</script>这样的内容贴到网上。",
    "以上就是快递单的处理办法,竭诚为您服务。",
)
BIO = "男,法学硕士,云澜市律师协会会员。办理合同、劳动方面的事务。平时也"
BOX = f"@方静川律师简介:{BIO}...More>>"
FOOT = (
    "首 页 | 法律咨询 | 联系我们", "Copyright © 2003-2019 方静川律师 All rights reserved.",
    "律师热线:0330-5550111", "0330-5550111", "点击这里给方静川律师发消息", "在线法律咨询",
)  # fmt: skip


def text(head=HEAD, title=TITLE, body=BODY, contact=CONTACT, box=BOX, entries=ENTRIES, footer=FOOT):
    """The page as flattened text, indented with no-break spaces; every part can be replaced."""
    indented = "\n".join(f"\u00a0\u00a0{line}" for line in body)
    listed = "\n\n\n".join(f"·{name}\n      {excerpt}" for name, excerpt in entries)
    parts = ("\n".join(head), title, indented, f"\u3000\u3000{contact}\n{box}", listed)
    return "\n\n".join((*parts, "\n".join(footer)))


def html(box=BOX):
    """The same page as HTML, with what flattening loses: scripts, addresses, filings."""
    body = "".join(f"<p>&nbsp;&nbsp;{escape(line)}</p>\n" for line in BODY)
    listed = "".join(f"<li><a href='#'>{name}</a><p>{text}</p></li>" for name, text in ENTRIES)
    return f"""<!DOCTYPE html>
<!-- saved from url=(0028)http://fang.example.net/1.html -->
<html><head><title>{TITLE}-方静川律师法律网</title>
<style>p {{ color: red }}</style><script>var secret = "不要读我";</script></head><body>
<div>方静川律师</div><div>方静川律师法律网</div>
<ul><li>首页</li><li>成功案例</li><li>联系我们</li></ul>
<div>云澜方静川律师电话<a href="tel:03305550111">0330-5550111</a></div>
<h1>{TITLE}</h1><div>发布时间:2018-05-01</div>{body}<p>{CONTACT}</p>
<div>@方静川律师简介:{BIO}...<a href="#">More&gt;&gt;</a></div><ul>{listed}</ul>
<div>Copyright &copy; 2003-2019 方静川律师</div>
<div>云ICP备12345678号-1 云公网安备 53010002000001号</div>
<a href="http://wpa.qq.com/msgrd?v=3&amp;uin=99999001&amp;site=qq">点击这里给方静川律师发消息</a>
</body></html>"""
