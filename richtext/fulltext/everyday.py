"""What people say for what articles call by its name in the law. One list, read by query only.

On the right stands what is looked for as well, never instead: an article that uses the everyday
word is found by it as before. Both sides are written as `tokens.fold` leaves them.
"""

LEGAL = {
    "车祸": "交通事故",
    "刑拘": "刑事拘留",
    "坐牢": "有期徒刑",
    "判刑": "有期徒刑",
    "赃物": "犯罪所得",
    "销赃": "犯罪所得",
    "讨薪": "工资",
    "欠薪": "拖欠工资",
    "炒鱿鱼": "解除",
    "辞退": "解除",
    "开除": "解除",
    "老板": "公司",
    "电动车": "电动自行车",
    "电瓶车": "电动自行车",
    "抚养权": "直接抚养",
    "退股": "退出公司",
    "拆迁": "征收",
    "拆房": "征收",
    "强拆": "征收",
    "分家产": "遗产",
    "老赖": "强制执行",
    "假冒": "假货",
    "复印": "复制",
    "两岁": "两周岁",
    "打借条": "写借条",
    "欠条": "借条",
    "出轨": "与他人同居",
    "双倍工资": "二倍工资",
    "注册资金": "注册资本",
    "押一付三": "押金",
    "碰瓷": "故意碰撞",
    "人肉": "个人信息",
    "开盒": "个人信息",
    "泄漏": "泄露",
    "工钱": "工资",
    "家产": "遗产",
    "定做": "定作",
    "上班路上": "上下班途中",
    "被抓": "刑事拘留",
    "被裁": "解除",
    "担保人": "保证",
    "官司": "起诉",
    "赢了官司": "判决生效",
}


def legal_of(text: str) -> list[tuple[str, str]]:
    """The pairs of the list whose everyday word stands in a folded text."""
    return [(said, legal) for said, legal in LEGAL.items() if said in text]
