"""What the firm's pages are called by themselves in search results: city, field and 律师.

People search for 云澜离婚律师, and see little more of a page than its title and two lines. Nothing
is said here but what the firm has entered: where, in which fields, who.
"""

from collections.abc import Iterable
from typing import NamedTuple

from firm.models import Lawyer, Page, PracticeArea
from firm.site import shown
from firm.site.identity import Identity

LONGEST_TITLE = 28  # characters; Baidu shows about thirty, and the name of the site follows
LONGEST = 110  # characters of a description; Baidu shows about eighty
MOST_NAMES = 5
FIELDS = 22  # characters of a row of fields


class Words(NamedTuple):
    """Title and description of a page."""

    title: str
    description: str


def home(site: Identity) -> Words:
    """The firm's home page, or that of a lawyer's own site."""
    areas = shown.areas_of(site.own) if site.own else shown.areas()
    fields, city = _fields(areas), city_of(site)
    title = f"{city}律师：{fields}" if fields else f"{city}律师" if city else ""
    about = site.own and (site.own.summary or site.own.bio[:LONGEST])
    told = about or site.settings.summary or site.settings.slogan
    return Words(title, _description(told, _office(site), f"办理{fields}。" if fields else ""))


def lawyers(site: Identity) -> Words:
    """The list of lawyers."""
    found, office = shown.lawyers(), _office(site) or "本所"
    names = "、".join(one.title for one in found[:MOST_NAMES])
    told = f"{office}的律师：{names}{'等' if len(found) > MOST_NAMES else ''}。" if names else ""
    title = f"{city_of(site)}执业律师" if city_of(site) else "律师"
    return Words(title, _description(told, "执业证号、业务领域和联系方式。"))


def lawyer(one: Lawyer, site: Identity) -> Words:
    """The page of a lawyer."""
    fields = _fields(shown.areas_of(one), LONGEST_TITLE - len(one.title) - len("：律师"))
    field = f"{city_of(site)}{fields}律师" if fields else ""
    title = f"{one.title}：{field}" if field else one.title
    where = f"{one.title}，{_office(site)}。" if _office(site) else ""
    return Words(title, _description(one.summary or one.bio[:LONGEST], where))


def area(one: PracticeArea, site: Identity) -> Words:
    """The page of a practice area."""
    names = "、".join(who.title for who in shown.lawyers_of(one)[:3])
    who = f"{_office(site)}{names}办理。" if names else ""
    return Words(area_title(one, site), _description(one.summary, who))


def area_title(one: PracticeArea, site: Identity) -> str:
    """Who works in a field, as people search for it: 云澜婚姻家庭律师, 量刑：云澜刑事辩护律师."""
    if one.name.startswith("其他") or one.name.endswith("律师"):
        return one.name
    if one.parent and one.parent.is_published:  # nobody looks for 量刑律师
        return f"{one.name}：{city_of(site)}{one.parent.name}律师"
    return f"{city_of(site)}{one.name}律师"


def areas(site: Identity) -> Words:
    """The list of all areas."""
    title = f"{city_of(site)}律师业务领域" if city_of(site) else "业务领域"
    fields = _fields(shown.areas(), LONGEST // 2)
    told = f"{_office(site) or '本所'}办理{fields}等业务。"
    return Words(title, told if fields else "本所办理的业务领域。")


def contact(site: Identity) -> Words:
    """How to reach the firm."""
    title = f"联系我们：{_office(site)}" if _office(site) else "联系我们"
    return Words(title, f"{site.name}的电话、地址、工作时间和到达方式。")


def page(one: Page, site: Identity) -> Words:
    """A standing page."""
    return Words(one.title, one.description)


def city_of(site: Identity) -> str:
    """The city as people type it: 云澜 and not 云澜市."""
    city = site.settings.city
    return city.removesuffix("市") if len(city) > 2 else city


def _office(site):
    """Which office, and where: 云澜青石律师事务所; a name that has the city says both."""
    city, name = city_of(site), site.settings.firm_name
    return name if not (city and name) or city in name else f"{city}{name}"


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
