"""The best of what was found."""

from articles.search.indexing import INDEX


def best_first(points: dict[int, float], limit: int) -> list[tuple[int, float]]:
    """Ids of the articles with the most points, given by their docs, and these points.

    Of those with as many the one with the larger place comes first. Thousands need not be in order.
    """
    least = min(sorted(points.values(), reverse=True)[:limit], default=0)
    good = INDEX.found([doc for doc, number in points.items() if number >= least])
    ranked = sorted(good, key=lambda doc: (points[doc], good[doc].place), reverse=True)
    return [(good[doc].pk, points[doc]) for doc in ranked[:limit]]
