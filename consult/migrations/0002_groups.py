"""The four groups of a firm, with the rights that their members need.

The rights are named here, and made where Django has not made them yet: it does so only after all
migrations. A group that is there already keeps what it has and gets what it lacks.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ["firm", "statutes", "articles", "outbox", "consult", "redirects"]


def rights(app, acts, *models):
    return [f"{app}.{act}_{model}" for model in models for act in acts.split()]


LAW = ["statute", "statutearticle", "renamedcrime", "limitationperiod", "tableversion"]
READER = ["consult.view_consultation", "consult.view_cannedreply"]
ASSISTANT = [*READER, "consult.change_consultation"]
LAWYER = [
    *ASSISTANT,
    "consult.send_reply",
    "consult.export_consultation",
    # To confirm what an article cites, and to review, correct and publish what was submitted.
    *rights("articles", "view change publish", "article"),
    *rights("articles", "view add change delete", "relatedlink"),
    *rights("articles", "view add", "tag"),
    *rights("statutes", "view", *LAW),
    *rights("statutes", "view add", "decision"),
    "firm.change_own_profile",
]
MANAGER = [
    *LAWYER,
    "consult.see_all_consultations",
    "consult.assign_consultation",
    "consult.decide_conflict",
    "consult.hold_consultation",
    *rights("consult", "view add change delete", "cannedreply", "knownparty"),
    *rights("outbox", "view change", "notice"),
    *rights("firm", "view change", "sitesettings"),
    "firm.set_consultation_terms",
    *rights("firm", "view add change delete", "specialday"),
]
EDITOR = [
    *rights("articles", "view add change delete", "article", "relatedlink", "tag"),
    "articles.publish_article",
    *rights("redirects", "view add change delete", "redirect"),
    *rights("firm", "view add change delete", "lawyer", "honour", "milestone", "office", "page"),
    *rights("firm", "view add change delete", "practicearea"),
    *rights("firm", "view change", "sitesettings"),
    *rights("firm", "view add change delete", "specialday"),
    *rights("statutes", "view", "statutearticle"),
    *rights("statutes", "view add change", "statute", "renamedcrime", "limitationperiod"),
    *rights("statutes", "view change", "tableversion"),
    *rights("statutes", "view add", "decision"),
]
GROUPS = {"咨询主管": MANAGER, "律师": LAWYER, "助理": ASSISTANT, "编辑": EDITOR}


def make(apps, schema_editor=None):
    """Make the groups, or give those that are there what they lack."""
    for label in APPS:
        _make_permissions(apps, label)
    Group = apps.get_model("auth", "Group")
    for name, wanted in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*[_permission(apps, one) for one in wanted])


def _make_permissions(apps, label):
    """Those of the models as they are at this point of the history."""
    config = installed.get_app_config(label)
    create_permissions(config, verbosity=0, interactive=False, apps=apps)


def _permission(apps, name):
    label, codename = name.split(".")
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.get(content_type__app_label=label, codename=codename)


def remove(apps, schema_editor):
    """Take the groups away; accounts stay, without the rights that they had through them."""
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0001_initial"),
        ("firm", "0001_initial"),
        ("statutes", "0001_initial"),
        ("articles", "0001_initial"),
        ("outbox", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("redirects", "0002_alter_redirect_new_path_help_text"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, remove)]
