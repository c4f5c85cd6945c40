"""What the head of a page says: title, description, structured data, chosen or made."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from firm.base import caching, dates, share_card
from firm.base.current_site import absolute_url, here_url
from firm.base.service_time import FULL_DAY, clock, week_of
from firm.models import Lawyer, Page, PageWords, PracticeArea
from firm.models.practice import entries
from firm.site import records
from firm.site.identity import Identity

# People search for 云澜离婚律师, and see little more of a page than its title and two lines.
# Nothing is said here but what the firm has entered.

LONGEST_TITLE = 28  # characters; Baidu shows about thirty, and the name of the site follows
LONGEST = 110  # characters of a description; Baidu shows about eighty
MOST_NAMES = 5
FIELDS = 22  # characters of a row of fields


class Words(NamedTuple):
    title: str
    description: str


def home(site: Identity) -> Words:
    fields, city = _fields(records.areas_served()), city_of(site)
    title = f"{city}律师：{fields}" if fields else f"{city}律师" if city else ""
    about = site.own and (site.own.summary or site.own.short_bio)
    told = about or site.settings.summary or site.settings.slogan
    return Words(title, _description(told, _office(site), f"办理{fields}。" if fields else ""))


def lawyers(site: Identity) -> Words:
    found, office = records.lawyers(), _office(site) or "本所"
    names = "、".join(one.title for one in found[:MOST_NAMES])
    told = f"{office}的律师：{names}{'等' if len(found) > MOST_NAMES else ''}。" if names else ""
    title = f"{city_of(site)}执业律师" if city_of(site) else "律师"
    return Words(title, _description(told, "执业证号、业务领域和联系方式。"))


def lawyer(one: Lawyer, site: Identity) -> Words:
    fields = _fields(records.areas_of(one), LONGEST_TITLE - len(one.title) - len("：律师"))
    field = _workers(site, fields) if fields else ""
    title = f"{one.title}：{field}" if field else one.title
    where = f"{one.title}，{_office(site)}。" if _office(site) else ""
    return Words(title, _description(one.summary or one.short_bio, where))


def area(one: PracticeArea, site: Identity) -> Words:
    names = "、".join(who.title for who in records.lawyers_of(one)[:3])
    who = f"{_office(site)}{names}办理。" if names else ""
    return Words(area_title(one, site), _description(one.summary, who))


def area_title(one: PracticeArea, site: Identity) -> str:
    """Who works in a field, as people search for it: 云澜婚姻家庭律师, 量刑：云澜刑事辩护律师."""
    if one.name.startswith("其他") or one.name.endswith("律师"):
        return one.name
    if not {one, one.parent} & set(records.areas_served()):
        return f"{one.name}法律问答"
    if one.parent and one.parent.is_published:  # nobody looks for 量刑律师
        return f"{one.name}：{_workers(site, one.parent.name)}"
    return _workers(site, one.name)


def _workers(site, fields):
    return f"{city_of(site)}{fields}律师".replace("与", "")  # 劳动工伤律师, as people say it


def areas(site: Identity) -> Words:
    title = f"{city_of(site)}律师业务领域" if city_of(site) else "业务领域"
    fields = _fields(records.areas_served(), LONGEST // 2)
    told = f"{_office(site) or '本所'}办理{fields}等业务。"
    return Words(title, told if fields else "各类问题的解答和办理的律师。")


def contact(site: Identity) -> Words:
    title = f"联系我们：{_office(site)}" if _office(site) else "联系我们"
    return Words(title, f"{site.name}的电话、地址、工作时间和到达方式。")


def page(one: Page, site: Identity) -> Words:
    return Words(one.title, one.description)


def city_of(site: Identity) -> str:
    """The city as people type it: 云澜, neither 云澜市 nor 江东省云澜市."""
    city = re.sub(".*(省|自治区)(?=.)", "", site.settings.city.strip())
    return city.removesuffix("市") if len(city) > 2 else city


def _office(site):
    """Which office, and where: 青石律师事务所（云澜）; the name stays as it is registered."""
    city, name = city_of(site), site.settings.firm_name
    return name if not (city and name) or city in name else f"{name}（{city}）"


def _fields(areas: Iterable[PracticeArea], most=FIELDS):
    """The first upper areas for whose names there is room, one at least."""
    known = [one for one in areas if not one.name.startswith("其他")]
    names = [one.name for one in known if not one.parent_id] or [one.name for one in known]
    found = ""
    for name in names:
        longer = f"{found}、{name}" if found else name
        if found and len(longer) > most:
            break
        found = longer
    return found


def _description(*parts):
    """Whole sentences one after the other, as long as there is room; the first one in any case."""
    found = ""
    for part in filter(None, parts):
        part = part if part[-1] in "。！？…" else f"{part}。"
        if found and len(found) + len(part) > LONGEST:
            break
        found += part
    return found


# `LegalService` for the firm (schema.org deprecates `Attorney` in its favour), `Person` for a
# lawyer, `BreadcrumbList` for the way to a page.

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def without_blanks(data):
    return {key: value for key, value in data.items() if value}


def firm_reference(site):
    name = site.settings.firm_name or site.site_title
    return {"@type": "LegalService", "@id": absolute_url("/#firm"), "name": name}


def legal_service(site, offices=None):
    """The firm as its home page shows it; with offices as its contact page: no introduction."""
    settings, is_home = site.settings, offices is None
    said = {
        "url": absolute_url("/"),
        "telephone": site.phone,
        "description": settings.summary if is_home else "",
        "areaServed": settings.city,
        "identifier": settings.licence_number,
        "openingHoursSpecification": opening_hours(settings.hours),
        "email": "" if is_home else settings.email,
        "address": [office.address for office in offices or ()],
    }
    firm = {"@context": "https://schema.org", **firm_reference(site)}
    return {**firm, **without_blanks(said)}


def opening_hours(text):
    """The hours as data, two spans a day as two entries; nothing where they cannot be read."""
    days: dict[tuple[int, int], list[str]] = {}
    for name, spans in zip(WEEKDAYS, week_of(text) or (), strict=False):
        for span in spans:
            days.setdefault((span.start, span.end), []).append(name)
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": clock(start).zfill(5),
            "closes": clock(min(end, FULL_DAY - 1)).zfill(5),
        }
        for (start, end), names in days.items()
    ]


def person(lawyer, site):
    """A lawyer; `identifier` is the licence number."""
    picture = lawyer.portrait.picture
    said = {
        "name": lawyer.name,
        "jobTitle": lawyer.post or "律师",
        "url": absolute_url(lawyer.get_absolute_url()),
        "identifier": lawyer.licence_number,
        "telephone": lawyer.phone,
        "description": lawyer.summary,
        "image": absolute_url(picture.src) if picture else "",
        "knowsAbout": [area.name for area in records.areas_of(lawyer)],
        "worksFor": firm_reference(site),
    }
    return {"@context": "https://schema.org", "@type": "Person", **without_blanks(said)}


def of_area(area, site):
    """What the page of a practice area shows: the service, and the steps that it takes."""
    said = {"name": area.name, "description": area.summary}
    said |= {"url": absolute_url(area.get_absolute_url()), "provider": firm_reference(site)}
    service = {"@type": "Service", **without_blanks(said)}
    steps = [
        {"@type": "HowToStep", **without_blanks({"name": one.name, "text": one.words})}
        for one in entries(area.steps)
    ]
    way = [{"@type": "HowTo", "name": f"{area.name}：办理步骤", "step": steps}] if steps else []
    return [{"@context": "https://schema.org", **one} for one in [service, *way]]


NONE = PageWords()


def key(kind: str, record) -> str:
    """What the page of a record is known by."""
    return f"{kind}:{record.pk}"


def of(page: str) -> PageWords:
    """What was chosen for a page; both texts empty where nothing was. To be looked at."""
    if not page:
        return NONE
    # Typed by hand one by one, so they are few even where there are very many articles.
    rows = PageWords.objects.all()
    known = caching.shared("page words", records.FIRM, lambda: {one.page: one for one in rows})
    return known.get(page, NONE)


def choose(*, page: str, title: str, description: str) -> None:
    """Have a page called so; with two empty texts it is called as it calls itself."""
    if title or description:
        words = {"title": title, "description": description}
        PageWords.objects.update_or_create(page=page, defaults=words)
    else:
        PageWords.objects.filter(page=page).delete()


def card_of(site, title: str, field: str = "", article: int = 0) -> share_card.Card:
    """The picture of a page of a site, in the firm's colour; with its mark, city and field."""
    own, place = site.settings, " · ".join(filter(None, [site.settings.city, field]))
    mark = own.mark.name if own.mark.picture else ""
    return share_card.of(title, site.site_title, own.accent, article, place, mark)


HOME = ("首页", "/")  # where every trail begins


@dataclass
class Head:
    """Title, description, canonical address and structured data of one page.

    `page`: under which words were chosen for it; `drawn`: what its picture says for the title, None
    where it has that of the whole site; `share_article`: the number of the article that it shows.
    Description and data may be functions, which are called when they are printed.
    """

    title: str = ""
    description: str | Callable[[], str] = ""
    path: str = ""
    kind: str = "website"
    page: str = ""
    drawn: str | None = ""
    share_article: int = 0
    index: bool = True
    follow: bool = False  # the links of a page that is not to be found itself
    trail: list = field(default_factory=list)
    data: list | Callable[[], list] = field(default_factory=list)
    published: datetime | None = None
    modified: datetime | None = None
    own: bool = False  # on a lawyer's own site this is another page than on the firm's
    verification: str = ""  # the code by which Baidu knows whose site it is; for the home page

    def __post_init__(self):
        """What was chosen goes first; a later page of a list is named as such in its title."""
        self.chosen = of(self.page)
        if self.drawn is not None:
            self.drawn = self.chosen.title or self.drawn or self.title
        self.title = self.chosen.title or self.title
        self.description = self.chosen.description or self.description
        if later := re.search(r"[?&]page=(\d+)$", self.path):
            self.title = f"{self.title}（第{later[1]}页）"

    @property
    def structured(self):
        steps = [
            {"@type": "ListItem", "position": place, "name": title, "item": here_url(path)}
            for place, (title, path) in enumerate(self.trail, start=1)
        ]
        way = {"@context": "https://schema.org", "@type": "BreadcrumbList"}
        data = self.data() if callable(self.data) else self.data
        return [*data, {**way, "itemListElement": steps}] if steps else data

    @property
    def canonical(self):
        """The one address of the page; what both sites show alike has it on the firm's."""
        full = here_url if self.own else absolute_url
        return full(self.path) if self.path else ""

    @property
    def robots(self):
        """What search engines are asked not to do; empty for an ordinary page."""
        if self.index:
            return ""
        return "noindex" if self.follow else "noindex, nofollow"

    def card(self, site) -> share_card.Card | None:
        """The picture of a link to it (`site`: whose it is); None for what is not to be found."""
        if not (self.index and self.path):
            return None
        field = self.trail[-2][0] if len(self.trail) > 2 else ""
        return card_of(site, self.drawn or "", field, self.share_article)

    @property
    def published_at(self):  # as machines read it
        return dates.iso(self.published) if self.published else ""

    @property
    def modified_at(self):
        return dates.iso(self.modified) if self.modified else ""
