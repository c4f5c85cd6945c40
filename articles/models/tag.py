"""Tags: words by which an editor ties articles together across areas."""

from django.db import models

from firm.base.urls import numbered


class Tag(models.Model):
    """One tag; its page lists its published articles."""

    name = models.CharField(
        "名称", max_length=20, unique=True, help_text="一个词，最多20个字，例如：工伤认定。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "标签"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="articles_tag_has_name",
                violation_error_message="标签不能为空。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return numbered("articles:tag", self.pk)
