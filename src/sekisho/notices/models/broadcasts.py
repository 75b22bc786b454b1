"""Something told to every customer: how far the telling has come."""

from django.db import models


class Broadcast(models.Model):
    """One message to everybody, made page by page so that no transaction holds a million of them."""

    id = models.CharField(max_length=40, primary_key=True)
    source = models.BigIntegerField(help_text="position in the journal")
    template = models.CharField(max_length=64)
    facts = models.JSONField(help_text="what fills the places; texts by language")
    begun = models.BigIntegerField(help_text="ms")
    cursor = models.CharField(max_length=96, blank=True, help_text="the last one told, in the order of names")
    told = models.BigIntegerField(default=0)
    done = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """What happened is told to everybody once in the same words."""

        db_table = "notices_broadcast"
        indexes = (models.Index(fields=("done", "begun"), name="notices_broadcast_open"),)
        constraints = (models.UniqueConstraint(fields=("source", "template"), name="notices_broadcast_once"),)

    def __str__(self) -> str:
        return f"{self.template} {self.id}"
