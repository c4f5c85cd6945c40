"""Which practice area a title belongs to, by the words in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """A practice area of the default tree and the words that speak for it."""

    slug: str
    name: str
    words: tuple = ()
    reason: str = ""  # why sensitive particulars are needed, empty when they are not


def _area(slug, name, words, reason=""):
    return Area(slug, name, tuple(words.split()), reason)


CRIMINAL_REASON = (
    "刑事咨询常涉及是否涉嫌犯罪、是否被羁押等信息，"
    "一旦泄露容易使人格尊严受到侵害，因此需要您单独同意。"
)
MEDICAL_REASON = (
    "医疗咨询会涉及病情、诊断等健康信息，属于敏感个人信息，"
    "一旦泄露可能影响您的生活和尊严，因此需要您单独同意。"
)
# Where two areas have as many words in a title, the earlier one takes it.
AREAS = (
    _area(
        "criminal",
        "刑事辩护",
        "罪 立案 批捕 逮捕 拘留 取保 刑事 刑法 刑警 判刑 被判 量刑 要判 判多久 判几年 怎么判"
        " 缓刑 坐牢 诈骗 盗窃 寻衅滋事 检察院",
        CRIMINAL_REASON,
    ),
    _area("tax", "税务", "税 发票"),
    _area("labor", "劳动与工伤", "工伤 劳动 工资 加班 辞退 社保 劳务派遣 用人单位 试用期"),
    _area("traffic", "交通事故", "交通 非机动车 机动车 驾驶 驾照 酒驾 车祸 肇事 电动车"),
    _area("privacy-internet", "个人信息与网络", "个人信息 隐私 网上 网络 账号 帐号 泄露"),
    _area("expropriation", "征地拆迁", "拆迁 征收 征地 安置"),
    _area("ip", "知识产权", "商标 著作权 专利 版权 知识产权 商业秘密"),
    _area(
        "marriage-family",
        "婚姻家庭与继承",
        "离婚 结婚 婚姻 婚前 抚养 继承 遗嘱 遗产 彩礼 赡养 夫妻 家暴",
    ),
    _area("medical", "医疗纠纷", "医疗 医院 病历 手术 医美 误诊", MEDICAL_REASON),
    _area("consumer", "消费维权", "消费 退款 退货 网购 假货 商家"),
    _area("construction", "建设工程", "工程 施工 包工头"),
    _area("real-estate", "房产纠纷", "房产 房屋 买房 卖房 租房 物业 开发商 业主 二手房 房东 押金"),
    _area("debt", "债权债务", "借款 借条 欠条 欠款 债 担保 借贷 还钱 催收"),
    _area("finance", "金融保险", "保险 银行 信用卡 贷款 基金 理财"),
    _area("company", "公司法务", "公司 股权 股东 法定代表人 注册资本 出资"),
    _area("contract", "合同纠纷", "合同 承揽 违约 定金 协议"),
    _area("administrative", "行政诉讼与复议", "行政 复议 信访 政府信息公开"),
    _area("procedure", "仲裁与执行", "执行 仲裁 上诉 诉讼时效 起诉 管辖"),
    _area("tort", "侵权与损害赔偿", "赔偿 侵权 名誉 受伤 打伤 咬伤"),
)
OTHER = Area("other", "其他")


def of_page(page):
    """The area of each article of a page, the main one first."""
    main = page.main_article
    yield guess(main.title, "\n".join(main.body))
    for entry in page.other_articles:
        yield guess(entry.title, entry.excerpt)


def guess(title, text=""):
    """The area with most of its words in the title, else in the text, else the last of all."""
    for where in (title, text):
        best = max(AREAS, key=lambda area: _hits(area, where))
        if _hits(best, where):
            return best
    return OTHER


def _hits(area, text):
    return sum(text.count(word) for word in area.words)
