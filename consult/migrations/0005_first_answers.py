"""What the first answer of each consultation says, for the figures.

Where the client wrote again before this was kept, another time to answer by took the place of the
first: then the hours that the office means to answer in stand for it.
"""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import Exists, OuterRef

from firm.base.service_time import week_of
from firm.site.opening_hours import with_own
from firm.site.service_hours import between

OWN_TARGET = 24
SET_AGAIN = ["client_wrote", "reopened"]
FIELDS = ["answer_minutes", "answered_in_time"]
AT_A_TIME = 1000


def note(apps, schema_editor):
    settings = apps.get_model("firm", "SiteSettings").objects.first()
    week = week_of(settings.service_time) if settings else None
    special = with_own(apps.get_model("firm", "SpecialDay").objects.all(), week)
    target = timedelta(hours=settings and settings.reply_promise_hours or OWN_TARGET)
    Event = apps.get_model("consult", "Event")
    again = Event.objects.filter(
        consultation=OuterRef("pk"), kind__in=SET_AGAIN, at__gt=OuterRef("answered_at")
    )
    Consultation = apps.get_model("consult", "Consultation")
    rows = Consultation.objects.filter(answered_at__isnull=False, answer_minutes=None)
    rows = rows.annotate(again=Exists(again)).order_by()
    rows = rows.only("received_at", "answered_at", "promised_at")
    while found := list(rows[:AT_A_TIME]):
        for one in found:
            spent = between(one.received_at, one.answered_at, (week, special))
            one.answer_minutes = max(spent // timedelta(minutes=1), 0)
            on_time = one.answered_at <= one.promised_at
            one.answered_in_time = spent <= target if one.again else on_time
        Consultation.objects.bulk_update(found, FIELDS)


class Migration(migrations.Migration):
    dependencies = [("consult", "0004_rights_and_logins"), ("firm", "0002_second_release")]
    operations = [
        migrations.AddField(
            "consultation",
            "answer_minutes",
            models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            "consultation", "answered_in_time", models.BooleanField(editable=False, null=True)
        ),
        migrations.RunPython(note, migrations.RunPython.noop, elidable=True),
    ]
