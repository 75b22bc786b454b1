"""What was told, the code that answers it, and its way to each contact."""

from django.db import models

from sekisho.notices.models.contacts import Contact
from sekisho.notices.types.channels import Channel
from sekisho.notices.types.deliveries import WAITING, State
from sekisho.notices.types.notices import Answer
from sekisho.notices.types.templates import LANGUAGES


class Notice(models.Model):
    """One message in somebody's inbox."""

    id = models.CharField(max_length=40, primary_key=True)
    source = models.BigIntegerField(help_text="position in the journal")
    template = models.CharField(max_length=64)
    version = models.IntegerField()
    topic = models.CharField(max_length=16)
    subject = models.CharField(max_length=96)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    text = models.TextField()
    short = models.TextField()
    answerable = models.BooleanField()
    avoided = models.JSONField(default=list, help_text="channels not used")
    created = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms; it is not sent later")
    read = models.BigIntegerField(null=True, help_text="ms")
    answer = models.CharField(max_length=8, blank=True, choices=[(each.value, each.value) for each in Answer])
    answered = models.BigIntegerField(null=True, help_text="ms")
    answered_through = models.CharField(max_length=16, blank=True)

    class Meta:
        """What happened is told to the same person once in the same words."""

        db_table = "notices_notice"
        indexes = (models.Index(fields=("subject", "created"), name="notices_notice_of"),)
        constraints = (
            models.UniqueConstraint(fields=("source", "template", "subject"), name="notices_notice_once"),
            models.CheckConstraint(condition=models.Q(language__in=LANGUAGES), name="notices_notice_language"),
            models.CheckConstraint(
                condition=models.Q(answer="", answered__isnull=True)
                | (~models.Q(answer="") & models.Q(answered__isnull=False)),
                name="notices_notice_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.id}"


class AnswerCode(models.Model):
    """The code that says "this was not me" to one notice. Only its keyed digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="+")
    attempt = models.IntegerField(help_text="which of the notice's possible codes it is")
    expires = models.BigIntegerField(help_text="ms")
    used = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """One for a notice."""

        db_table = "notices_answer_code"

    def __str__(self) -> str:
        return f"code of {self.notice_id}"


class Delivery(models.Model):
    """One notice on its way to one contact."""

    id = models.CharField(max_length=40, primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Channel])
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in State])
    attempts = models.IntegerField(default=0)
    due = models.BigIntegerField(null=True, help_text="ms")
    since = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    reference = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        """A contact gets a notice once; what waits says until when."""

        db_table = "notices_delivery"
        indexes = (models.Index(fields=("state", "due"), name="notices_delivery_due"),)
        constraints = (
            models.UniqueConstraint(fields=("notice", "contact"), name="notices_delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(WAITING), due__isnull=False)
                | (~models.Q(state__in=sorted(WAITING)) & models.Q(due__isnull=True)),
                name="notices_delivery_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.id}"
