"""The check of a month in plain SQL: one that calls a function of Django's fails in every other
program, so that nobody could look into a copy of the database with `sqlite3`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consult", "0006_mail_server")]

    operations = [
        migrations.RemoveConstraint("ratingcount", "consult_rating_count_of_month"),
        migrations.AddConstraint(
            "ratingcount",
            models.CheckConstraint(
                condition=models.Q(month__endswith="-01"),
                name="consult_rating_count_of_month",
                violation_error_message="评价只按月计数，月份记为当月1日。",
            ),
        ),
    ]
