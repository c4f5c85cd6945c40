"""隐去: what is masked and what never is, how it is replaced, and where it stands."""

from pathlib import Path

import pytest

from consult.redaction import Kind, apply, find, find_all

ANSWERS = (Path(__file__).parent / "as_lawyers_answer.txt").read_text(encoding="utf-8")


def masked(text, **options):
    """What is masked of a text, with its kind."""
    return [(text[mask.start : mask.end], mask.kind) for mask in find(text, **options)]


FOUND = [
    ("王建国打了我", "王建国", Kind.NAME),
    ("我和建国结婚八年了", "建国", Kind.NAME),
    ("同事欧阳娜娜说没事", "欧阳娜娜", Kind.NAME),
    ("债务人王 小 明，没有还", "王 小 明", Kind.NAME),
    ("張先生是中間人，被告張國榮不還錢", "張國榮", Kind.NAME),
    ("我是买买提·艾力，开餐馆", "买买提·艾力", Kind.NAME),
    ("转账给**明 5000元", "**明", Kind.NAME),
    ("李姐介绍我去的", "李姐", Kind.NICKNAME),
    ("微信昵称：一路向北\n昨天", "一路向北", Kind.NICKNAME),
    ("电话一三八零零一三五二四六", "一三八零零一三五二四六", Kind.PHONE),
    ("１３９ ２２３３ ４４５５", "１３９ ２２３３ ４４５５", Kind.PHONE),
    ("打幺八六二五四四三三幺幺", "幺八六二五四四三三幺幺", Kind.PHONE),
    ("电话025-8321\n6677", "025-8321\n6677", Kind.PHONE),
    ("座机(0551)52722219", "(0551)52722219", Kind.PHONE),
    ("邮箱 chen.lihua ＠ 163.com", "chen.lihua ＠ 163.com", Kind.EMAIL),
    ("身份证320106 19880512 0036", "320106 19880512 0036", Kind.ID_NUMBER),
    ("号码是360426199101010071", "360426199101010071", Kind.ID_NUMBER),
    ("税号91110000600037341L", "91110000600037341L", Kind.ID_NUMBER),
    ("护照号E12345678", "E12345678", Kind.ID_NUMBER),
    ("卡是4111 1111 1111 1111", "4111 1111 1111 1111", Kind.BANK),
    ("尾号3367的卡", "3367", Kind.BANK),
    ("车牌苏A·12345", "苏A·12345", Kind.PLATE),
    ("新能源苏AD12345", "苏AD12345", Kind.PLATE),
    ("加V：lucky_boy88", "lucky_boy88", Kind.ACCOUNT),
    ("QQ478812905", "478812905", Kind.ACCOUNT),
    ("住在幸福小区3栋2单元501", "幸福小区3栋2单元501", Kind.ADDRESS),
    ("老家在河西镇柳树村三组", "河西镇柳树村三组", Kind.ADDRESS),
    ("在万达广场门口", "万达广场", Kind.PLACE),
    ("我在宏达建材干了三年", "宏达建材", Kind.ORGANISATION),
    ("我在云锦上班", "云锦", Kind.ORGANISATION),
    ("老李饭馆欠工资", "老李饭馆", Kind.ORGANISATION),
    ("鼓楼区人民法院判的", "鼓楼区人民法院", Kind.ORGANISATION),
    ("读实验小学三年级二班", "实验小学三年级二班", Kind.SCHOOL),
    ("（2024） 苏0106 民初 1234 号", "（2024） 苏0106 民初 1234 号", Kind.CASE_NUMBER),
    ("宁劳人仲案字〔2024〕第0387号", "宁劳人仲案字〔2024〕第0387号", Kind.CASE_NUMBER),
    ("去年腊月二十三来闹", "去年腊月二十三", Kind.DATE),
    ("二〇二三年十一月二日收到", "二〇二三年十一月二日", Kind.DATE),
    ("2024.3.15签的", "2024.3.15", Kind.DATE),
    ("三月八号晚上来的", "三月八号晚上", Kind.DATE),
    ("借于甲辰年五月初五", "甲辰年五月初五", Kind.DATE),
    ("初八开的工", "初八", Kind.DATE),
    ("合同编号HT20230815007", "HT20230815007", Kind.NUMBER),
]


@pytest.mark.parametrize(("text", "part", "kind"), FOUND, ids=[row[1] for row in FOUND])
def test_what_tells_who_somebody_is_is_masked(text, part, kind):
    assert (part, kind) in masked(text)


NOBODY = [
    "根据《中华人民共和国民法典》第一千零七十九条第三款，调解无效的应当准予离婚。",
    "《江苏省高级人民法院关于审理案件的意见》第三条、法释〔2020〕17号",
    "诉讼时效三年，15日内上诉，每月15号发工资，自2024年1月1日起施行。",
    "周末马上开会，项目黄了，方案的金额和时间要变，平时加班也不高兴。",
    "单位有高温补贴，石材车间粉尘大，毛病都是那时候落下的，白天也不安全。",
    "这家公司是一家装饰公司，后来我去了保险公司，房东和物业公司都不管。",
    "我在外地上班，借了3万元，还了8000元，一共35000元。",
    "人民法院、仲裁委员会、派出所和当地法院都可以去，打12348问也行。",
    "南京市和江苏省的规定不一样，高速公路上、小区里、马路边都算。",
    "王某某和张某是夫妻，某公司欠钱。",
]


@pytest.mark.parametrize("text", NOBODY)
def test_law_and_words_of_every_day_are_left_alone(text):
    assert masked(text) == []


def test_the_same_person_has_one_name_in_all_texts_that_belong_together():
    texts = ["王建国打了我，他和李姐一起来的。", "请先写明王建国的住址。李姐可以作证。"]
    first, second = find_all(texts)
    assert apply(texts[0], first) == "某甲打了我，他和某乙一起来的。"
    assert apply(texts[1], second) == "请先写明某甲的住址。某乙可以作证。"


def test_a_given_name_and_a_form_of_address_are_the_one_who_bears_the_name():
    text = "王建国打了我，建国不承认，老王的老婆也在场。"
    assert apply(text, find(text)) == "某甲打了我，某甲不承认，某甲的老婆也在场。"


def test_two_of_one_family_keep_apart():
    text = "贺敏和贺涛是姐弟，小贺说不分。"
    assert apply(text, find(text)) == "某甲和某乙是姐弟，某丙说不分。"


def test_one_firm_is_some_firm_and_two_are_told_apart():
    one = "被告是南京云锦装饰工程有限公司。"
    assert apply(one, find(one)) == "被告是某公司。"
    two = "南京云锦装饰工程有限公司转包给了宏达建材有限公司，宏达没有付钱。"
    assert apply(two, find(two)) == "甲公司转包给了乙公司，乙公司没有付钱。"


def test_city_and_year_stay():
    text = "住江苏省南京市鼓楼区中山北路88号，2024年3月15日签的合同。"
    assert apply(text, find(text)) == "住江苏省南京市某地，2024年某月某日签的合同。"


def test_an_exact_sum_is_a_suggestion_and_a_round_one_is_left():
    (mask,) = find("一共欠86532.37元，另有押金3000元。")
    assert (mask.kind, mask.replacement, mask.sure) == (Kind.AMOUNT, "约8.7万元", False)


def test_what_only_looks_like_a_name_says_why_and_is_for_a_person_to_decide():
    (unsure,) = find("王建国打了我")
    (sure,) = find("被告王建国打了我")
    assert (unsure.sure, sure.sure, sure.why) == (False, True, "")
    assert unsure.why.endswith("。")


def test_the_firm_s_own_names_and_numbers_are_kept():
    text = "林致远律师回电025-84110110，林律师说可以。被告张伟，电话13900001111。"
    found = masked(text, keep=["林致远", "025-84110110"])
    assert found == [("张伟", Kind.NAME), ("13900001111", Kind.PHONE)]


def test_what_the_consultation_says_of_its_people_is_masked_wherever_it_stands():
    text = "方便签的字，云澜的店没有人去过。"
    known = {Kind.NAME: ["方便"], Kind.PLACE: ["云澜"], Kind.PHONE: [""]}
    assert masked(text) == []
    assert masked(text, known=known) == [("方便", Kind.NAME), ("云澜", Kind.PLACE)]
    assert all(mask.sure for mask in find(text, known=known))


def test_places_are_those_of_the_original_with_what_is_not_seen_in_it():
    text = "电\u200b话：１３９\u200b０００\u200b０１１１１，王\u200b建国。"
    masks = find(text)
    assert apply(text, masks) == "电\u200b话：某电话，某甲。"


def test_nothing_is_nothing():
    assert find("") == find("  \n") == []
    assert find_all([]) == []
    assert find_all(["", "王建国打了我"])[0] == []


@pytest.mark.parametrize("answer", ANSWERS.split("\n\n"), ids=lambda text: text[:8])
def test_an_answer_that_tells_of_nobody_stays_as_it_is(answer):
    assert find(answer.strip()) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("平安是我表弟，前天被车撞了", "平安"),
        ("我和秀兰离婚五年了，国强把我打了", "国强"),
        ("我住浦口，房子漏水", "浦口"),
        ("孩子在师大附小上学", "师大附小"),
        ("我是中铁九局的劳务工", "中铁九局"),
        ("合同5.26号到期", "5.26号"),
        ("躲在肥西县双墩镇大桥村", "肥西县双墩镇大桥村"),
        ("我被撞在胜利街和人民南路交叉口", "胜利街和人民南路交叉口"),
    ],
)
def test_words_as_people_write_them_are_masked(text, part):
    assert part in [word for word, _ in masked(text)]


SURE = "我叫王建国，电话13900001111。"  # guesses count only near something sure


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("经办：旺堆，电话13900001111。", "旺堆"),
        ("他姓邬，电话13900001111。", "邬"),
        ("我和轩轩妈妈说过，电话13900001111。", "轩轩妈妈"),
        ("我和Wendy合开了店。", "Wendy"),
        ("我去五山派出所报了案，电话13900001111。", "五山派出所"),
        ("函是11/3收到的。", "11/3"),
        (f"{SURE}我在星野云栈上班，老板拖欠工资。", "星野云栈"),
        (f"{SURE}去年在沐禾轩吃饭，老板不给开发票。", "沐禾轩"),
    ],
)
def test_a_guess_by_place_or_by_the_weights_is_left_to_a_person(text, part):
    (mask,) = [one for one in find(text) if text[one.start : one.end] == part]
    assert not mask.sure
    assert mask.why


@pytest.mark.parametrize("text", ["我在南京上班。", "我姐弟三人都在本地。", "他某月某日来过。"])
def test_cities_kin_and_what_is_left_out_stay(text):
    assert find(SURE + text) == find(SURE)
