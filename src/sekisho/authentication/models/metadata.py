"""The FIDO metadata that was loaded."""

from django.db import models


class Metadata(models.Model):
    """One MDS file as the operator gave it, kept so that any process can read it and anybody can ask later."""

    number = models.BigIntegerField(primary_key=True, help_text="the file's serial number")
    next_update = models.CharField(max_length=10, help_text="YYYY-MM-DD")
    sha256 = models.CharField(max_length=64, unique=True)
    blob = models.BinaryField(help_text="the signed file")
    root = models.BinaryField(help_text="the certificate it was verified with, DER")
    listed = models.IntegerField(help_text="how many models it lists")
    loaded = models.BigIntegerField(help_text="ms")
    loaded_by = models.CharField(max_length=80)

    class Meta:
        """Serial numbers count from 1."""

        db_table = "authentication_metadata"
        constraints = (
            models.CheckConstraint(condition=models.Q(number__gte=1), name="authentication_metadata_number"),
        )

    def __str__(self) -> str:
        return f"MDS {self.number}"
