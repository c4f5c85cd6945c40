"""Periods are figures of the law like any other: `calculators.Parameter` has taken them over.

What was recorded of them and who may do what with them goes along, by the name of their kind.
"""

from django.db import migrations

KINDS = {"limitationperiod": ("parameter", "计算用的数值"), "periodcitation": ("parametercitation", "数值的依据")}
ACTS = ("view", "add", "change", "delete")


def rename(apps, schema_editor):
    Kind, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for old, (new, words) in KINDS.items():
        kind = Kind.objects.filter(app_label="statutes", model=old).first()
        if kind:
            # In a new database `auth.0011` has made the kind that proxies have, with no right yet
            Kind.objects.filter(app_label="calculators", model=new).delete()
            Kind.objects.filter(pk=kind.pk).update(app_label="calculators", model=new)
            for act in ACTS:
                rights = Permission.objects.filter(content_type=kind.pk, codename=f"{act}_{old}")
                rights.update(codename=f"{act}_{new}", name=f"Can {act} {words}")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_sentences"),
        ("calculators", "0001_initial"),
        ("consult", "0004_rights_and_logins"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("statutes", "0004_sentences"),
    ]
    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
        migrations.DeleteModel("PeriodCitation"),
        migrations.DeleteModel("LimitationPeriod"),
    ]
