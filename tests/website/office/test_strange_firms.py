"""Firms unlike the sample, made live through the office: no page says what nobody has typed."""

import random
import re

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from calculators.formulas import TOOLS
from consult.models import Consultation
from firm.models import Lawyer, Page, PracticeArea
from firm.site import legal_pages
from outbox import services as outbox
from outbox.models import Notice
from tests.articles.admin.test_article import form as article_form
from tests.consult.posting import FORM, RECEIPT, good_post, reply_token
from tests.factories import make_groups, make_superuser
from tests.firm.site.test_head import blocks
from tests.stages import turns
from tests.transfer.legacy_page import said

pytestmark = pytest.mark.django_db
PLACES = re.findall(
    r"(\S+) (\S+)",
    """
北京 北京 天津 天津 上海 上海 重庆 重庆 河北省 石家庄 山西省 太原 辽宁省 沈阳 吉林省 吉林
黑龙江省 哈尔滨 江苏省 南京 浙江省 杭州 安徽省 合肥 福建省 福州 江西省 南昌 山东省 济南
河南省 郑州 湖北省 武汉 湖南省 长沙 广东省 广州 海南省 海口 四川省 成都 贵州省 贵阳
云南省 昆明 陕西省 西安 甘肃省 兰州 青海省 西宁 内蒙古自治区 呼和浩特 广西壮族自治区 南宁
西藏自治区 拉萨 宁夏回族自治区 银川 新疆维吾尔自治区 乌鲁木齐
""",
)
NAMES = ["岷安", "高路", "上市", "与同", "市桥", "省心", "阿依努尔"]
PEOPLE = ["欧阳若宁", "阿依努尔·买买提", "ئەخمەت", "张市", "林与远", "John Li", "吕律师"]
CLIENT, STAFF, NEW = "asks@client.example", "desk@firm.example", "new@firm.example"
TITLE = "A&B公司拖欠工资，“三倍”怎么算？"
FIRMS = re.compile(r"[\w·（）]+律师(?:事务所|网)")
MODELS = [Article, Lawyer, Page, PracticeArea]
STANDING = ["/", "/areas/", "/articles/", "/lawyers/", "/contact/", "/consult/", "/statutes/"]
STANDING += ["/tools/", *(f"/tools/{name}/" for name in TOOLS)]
AREAS = ["labor", "marriage-family", "contract"]
DEALS = re.compile(r"办理([^。\n]{1,40}?)(?:等业务|方面的法律事务)。")


class Firm:
    """What is typed of one firm, which follows from its number."""

    def __init__(self, number):
        dice = random.Random(number)
        self.province, self.town = PLACES[number * 5 % len(PLACES)]
        short = re.sub("省|(壮族|回族|维吾尔)?自治区", "", self.province)
        lead = dice.choice([short, self.town, f"{self.town}市", self.province, ""])
        self.name = f"{lead}{dice.choice(NAMES)}{dice.choice(['', f'（{self.town}）'])}律师事务所"
        self.city = dice.choice([self.town, f"{self.town}市", f"{short}省{self.town}市", ""])
        self.site = dice.choice(["", f"{short}{NAMES[0]}律师网"])
        self.phone = f"0{dice.randint(310, 999)}-{dice.randint(2000000, 8999999)}"
        lead = dice.choice(["", self.province])
        streets = [f"{lead}{self.town}市新市区重庆路1号", f"{dice.choice(NAMES)}路省心大厦2层"]
        self.addresses = streets[: dice.randint(1, 2)]
        number = dice.choice([1, 1, 2, 5, 30])
        self.lawyers = [PEOPLE[at] if at < len(PEOPLE) else f"王{at}" for at in range(number)]
        dice.shuffle(self.lawyers)
        self.areas = AREAS[: dice.randint(1, 3)]

    def go_live(self, office):
        known = {"firm_name": self.name, "site_name": self.site, "city": self.city}
        known |= {"phone": self.phone, "retention_days": "180", "notify_email": STAFF}
        sent(office, "firm/sitesettings/1/change/", known)
        sent(office, "opening/areas/", {"areas": self.areas})
        for at, name in enumerate(self.lawyers):
            initial = office.get("/admin/firm/lawyer/add/").context["adminform"].form.initial
            form = {"name": name, "licence_number": f"{10**16 + at}", "order": at}
            inline = {f"{one}-{n}_FORMS": "0" for one in ("honours", "milestones")
                      for n in ("TOTAL", "INITIAL")}  # fmt: skip
            ticked = {"areas": initial["areas"], "is_published": "on"}
            sent(office, "firm/lawyer/add/", {**form, **inline, **ticked})
        for at, address in enumerate(self.addresses):
            sent(office, "firm/office/add/", {"name": f"第{at}处", "address": address, "order": at})
        for kind in legal_pages.KINDS:
            self.confirm(office, kind)
        self.area = PracticeArea.objects.get(slug=self.areas[0]).pk
        typed = {"area": self.area, "author": Lawyer.objects.get(name=self.lawyers[0]).pk}
        sent(office, "articles/article/add/", article_form(title=TITLE, **typed, _publish="1"))

    def write(self, client, office):
        """A question with an address, its answer, an invitation; the page with the receipt."""
        receipt = client.post(FORM, good_post(area=self.area, email=CLIENT), follow=True)
        case = Consultation.objects.get()
        answer = {"action": "reply", "text": "请来面谈。", "token": reply_token(case)}
        sent(office, f"consult/consultation/{case.pk}/change/", answer)
        sent(office, "people/", {"name": "新人", "email": NEW, "posts": make_groups()["编辑"].pk})
        Notice.objects.update(due_at=timezone.now())
        outbox.deliver_due()
        return receipt

    def confirm(self, office, kind):
        sent(office, f"opening/draft/{kind}/", {})
        page = Page.objects.get(kind=kind)
        form = {"title": page.title, "slug": "", "kind": kind, "order": page.order}
        form |= {"body": legal_pages.GAP.sub("按约定", page.body), "in_foot": "on", "_confirm": "1"}
        sent(office, f"firm/page/{page.pk}/change/", form)
        address = f"opening/confirm/{page.pk}/"
        seen = office.get(f"/admin/{address}").context["seen"]
        sent(office, address, {"seen": seen, "read": "on", "name": "主任"})

    def strange(self, answer):
        """What a page says that does not follow."""
        text = re.sub("<[^>]*>", "\n", answer.text)
        wrong = [f"{self.town}{one}{self.name}" for one in ("", "市") if self.town not in self.name]
        wrong += [f"{name}{one}电话" for name in self.lawyers for one in ("", "律师", "律师的")]
        yield from (one for one in wrong if one in text)
        names = set(PracticeArea.objects.published().values_list("name", flat=True))
        yield from (one for one in DEALS.findall(text) if not set(one.split("、")) <= names)


def sent(office, address, fields):
    answer = office.post(f"/admin/{address}", fields)
    assert answer.status_code == 302, (address, said.sentences(answer) and answer.text[-3000:])


def card(client, address):
    text = client.get(f"{address}card.vcf").content.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.splitlines())


@pytest.mark.parametrize("number", turns(20))
def test_nothing_is_said_that_does_not_follow_from_what_was_typed(number, mailoutbox):
    firm, office = Firm(number), Client()
    office.force_login(make_superuser(username="admin"))
    firm.go_live(office)
    assert Page.objects.filter(is_published=True, version=1).count() == len(legal_pages.KINDS)
    client = Client()
    pages = dict(said.crawl(client))
    assert [(at, one) for at, page in pages.items() for one in firm.strange(page)] == []
    listed = [one for at, page in pages.items() if "/sitemap-" in at for one in said.links(page)]
    own = [one.get_absolute_url() for model in MODELS for one in model.objects.all()]
    assert sorted(listed) == sorted([*own, *STANDING])
    home = client.get("/").text
    h1 = re.sub(r"<[^>]*>|\s", "", home.split("<h1")[1].split(">", 1)[1].split("</h1>")[0])
    assert h1 == (firm.site or firm.name)
    (service,) = [one for one in blocks(home) if one["@type"] == "LegalService"]
    assert (service["name"], service["telephone"]) == (firm.name, firm.phone)
    assert service.get("areaServed", "") == firm.city
    contact = [one for one in blocks(client.get("/contact/").text) if "address" in one]
    assert contact[0]["address"] == firm.addresses
    for lawyer in Lawyer.objects.all():
        address = lawyer.get_absolute_url()
        told = card(client, address)
        street, town, province = told["ADR;TYPE=WORK"].split(";")[2:5]
        whole = firm.addresses[0]
        assert whole.endswith(street)
        assert whole in (f"{province}{town}{street}", f"{town}{street}", street)
        assert (told["FN"], told["ORG"]) == (lawyer.name, firm.name)
        assert told["TEL;TYPE=WORK,VOICE"].endswith(firm.phone.replace("-", "")[1:])
        person = next(one for one in blocks(client.get(address).text) if one["@type"] == "Person")
        fields = {one.name for one in lawyer.areas.all()}
        assert set(person.get("knowsAbout", ())) == fields
        assert bool(fields) == (lawyer.name == firm.lawyers[0])  # who alone was there
    site = firm.site or firm.name
    told = re.findall("<(?:title|name)>([^<]*)", pages["/articles/feed/"].text)
    assert told == [f"{site} 法律问答", site, TITLE.replace("&", "&amp;"), firm.lawyers[0]]
    receipt = firm.write(client, office)
    assert (receipt.request["PATH_INFO"], list(firm.strange(receipt))) == (RECEIPT, [])
    named = {one.to[0]: set(FIRMS.findall(f"{one.subject}\n{one.body}")) for one in mailoutbox}
    assert named == {CLIENT: set(), STAFF: {site}, NEW: {site}}
