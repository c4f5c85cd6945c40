"""The articles of an imported page, their practice areas and the links between them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from articles.models import Article, RelatedLink, SourceKind, State
from articles.workflow import after_publish
from firm.models import PracticeArea
from statutes.services import citation_sync
from transfer.legacy_page import areas, body, text_cleanup
from transfer.legacy_page.main_article import LONGEST_TITLE

BEIJING = ZoneInfo("Asia/Shanghai")


def place_articles(page, author, tally, *, publish, now):
    """The main article, a stub for each other one, and links to them in page order."""
    drafts = [_main(page), *(_stub(entry) for entry in page.other_articles)]
    days = [page.main_article.day, *(entry.day for entry in page.other_articles)]
    for minutes, (draft, day) in enumerate(zip(drafts, days, strict=True)):
        draft.author = author
        draft.source_kind = SourceKind.FORMER
        draft.source = page.source
        draft.state = State.PUBLISHED if publish else State.DRAFT
        draft.publish_at = morning(day) if day else now - timedelta(minutes=minutes)
    placed = [_place(draft, tally) for draft in drafts]
    _link(placed[0], placed[1:], tally)
    if publish:
        made = [one for one, draft in zip(placed, drafts, strict=True) if one is draft]
        waiting = list(dict.fromkeys(one for one in placed if one.state == State.DRAFT))
        _publish(waiting, tally)
        after_publish.changed_many([*made, *waiting])
    return placed


def morning(day):
    """The day in Beijing, from its first moment."""
    return datetime.combine(day, time(), tzinfo=BEIJING)


def _main(page):
    lines = page.main_article.body
    guess = areas.guess(page.main_article.title, "\n".join(lines))
    return Article(title=_title(page.main_article), body=body.to_html(lines), area=_unsaved(guess))


def _stub(entry):
    guess = areas.guess(entry.title, entry.excerpt)
    text = body.paragraph(text_cleanup.excerpt(entry))
    return Article(title=_title(entry), body=text, area=_unsaved(guess), is_stub=True)


def _title(entry):
    return text_cleanup.title(entry)[:LONGEST_TITLE]


def _unsaved(guess):
    """The area as it will be made when it is not there; made only for an article that is new."""
    return PracticeArea(
        slug=guess.slug,
        name=guess.name,
        sensitive=bool(guess.reason),
        sensitive_reason=guess.reason,
    )


def _place(draft, tally):
    """The article of that author and title, made when there is none."""
    found = Article.objects.filter(author=draft.author, title=draft.title).first()
    tally.count("文章", found is None)
    if found:
        return found
    draft.area = _area(draft.area, tally)
    citation_sync.save_text(text=draft)
    return draft


def _area(wanted, tally):
    """The area of that address or that name, made when there is none."""
    areas = PracticeArea.objects
    found = areas.filter(slug=wanted.slug).first() or areas.filter(name=wanted.name).first()
    if found:
        return found
    wanted.save()
    tally.count("业务领域", True)
    return wanted


def _link(main, others, tally):
    for order, other in enumerate(dict.fromkeys(others), start=1):
        if other != main:
            _, created = RelatedLink.objects.get_or_create(
                article=main, target=other, defaults={"order": order}
            )
            tally.count("相关链接", created)


def _publish(drafts, tally):
    """Drafts of an earlier import of this page; what was withdrawn stays so."""
    for article in drafts:
        article.state = State.PUBLISHED
        article.save(update_fields=["state"])
        tally.published += 1
