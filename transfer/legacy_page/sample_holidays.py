"""The days off of the sample firm: those with a fixed date, this year and next.

In a year for which a person has entered more, they belong to what that person wrote.
"""

from firm.models import SpecialDay
from firm.site import samples


def remove():
    """Deletes those of years that have no other day; how many they were."""
    shipped = {(row["day"], row["name"]) for row in samples.shipped()["holidays"]}
    count = 0
    for year in {day.year for day in SpecialDay.objects.values_list("date", flat=True)}:
        days = SpecialDay.objects.filter(date__year=year)
        if {(f"{day.date:%m-%d}", day.name) for day in days} <= shipped:
            count += days.delete()[0]
    return count
