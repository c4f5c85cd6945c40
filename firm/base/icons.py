"""Which drawing stands beside a practice area: known by words in its name, whatever its address."""

# The first that fits: 医疗 is looked for before 侵权, 工程 before 合同.
WORDS = [
    ("family", "婚 家事 家庭 继承 抚养 收养 遗产"),
    ("labor", "劳动 工伤 人事 社保"),
    ("traffic", "交通 车祸"),
    ("criminal", "刑 罪 辩护"),
    ("medical", "医 药"),
    ("building", "工程 建设 建筑"),
    ("land", "征收 征地 拆迁 土地 农村"),
    ("house", "房 物业 租赁 不动产"),
    ("idea", "知识产权 商标 专利 著作 版权"),
    ("privacy", "个人信息 隐私 网络 数据"),
    ("consumer", "消费 电商 产品"),
    ("tax", "税"),
    ("insurance", "保险 金融 证券 银行"),
    ("debt", "债 借贷 担保 欠款"),
    ("contract", "合同 协议 买卖"),
    ("company", "公司 企业 股 破产 投资"),
    ("injury", "侵权 赔偿 人身 损害"),
    ("public", "行政 国家 政府 信访"),
    ("scales", "诉讼 仲裁 执行 调解"),
    ("other", "其他 咨询"),
]
UNKNOWN = "book"


def icon_of(name: str) -> str:
    """The drawing for an area of this name; an open book where no word is known."""
    for icon, words in WORDS:
        if any(word in name for word in words.split()):
            return icon
    return UNKNOWN
