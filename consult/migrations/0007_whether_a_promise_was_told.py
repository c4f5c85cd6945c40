from django.db import migrations, models


class Migration(migrations.Migration):
    """Every consultation of 0.1.0 was told a time: a firm could not promise none then."""

    dependencies = [
        ('consult', '0006_sentences_of_the_desk'),
    ]

    operations = [
        migrations.AddField(
            model_name='consultation',
            name='promise_told',
            field=models.BooleanField(default=True, editable=False, verbose_name='已告知承诺'),
        ),
        migrations.AlterField(
            model_name='consultation',
            name='promise_told',
            field=models.BooleanField(default=False, editable=False, verbose_name='已告知承诺'),
        ),
    ]
