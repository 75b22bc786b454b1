"""Prompts that wait for a number typed into the app."""

from django.db import models

from sekisho.authentication.models.authenticators import Authenticator
from sekisho.authentication.models.principals import Principal
from sekisho.authentication.types.interim import WRONG_NUMBERS
from sekisho.authentication.types.push import MOST_OPEN, PromptState


class PushPrompt(models.Model):
    """A number on a web page that the app has to send back, signed. An open one takes one of a few places."""

    id = models.CharField(max_length=40, primary_key=True)
    principal = models.ForeignKey(Principal, on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=64, help_text="the browser session that shows the number")
    number = models.BinaryField(help_text="sealed")
    content = models.JSONField(help_text="what the app shows")
    place = models.IntegerField(help_text="which of the places it takes while it is open")
    begun = models.BigIntegerField(help_text="ms")
    expires = models.BigIntegerField(help_text="ms")
    wrong = models.IntegerField(default=0)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in PromptState], default=PromptState.OPEN.value
    )
    authenticator = models.ForeignKey(
        Authenticator, null=True, on_delete=models.PROTECT, related_name="+", help_text="the device that answered"
    )
    answered = models.BigIntegerField(null=True, help_text="ms")

    class Meta:
        """Few open prompts at a time, few wrong numbers each, and whoever answered is known."""

        db_table = "authentication_push_prompt"
        constraints = (
            models.UniqueConstraint(
                fields=("principal", "place"), condition=models.Q(state="open"), name="authentication_push_places"
            ),
            models.UniqueConstraint(
                fields=("session",), condition=models.Q(state="open"), name="authentication_push_one_a_session"
            ),
            models.CheckConstraint(
                condition=models.Q(place__gte=0, place__lt=MOST_OPEN, wrong__gte=0, wrong__lte=WRONG_NUMBERS),
                name="authentication_push_bounds",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("answered", "collected", "denied"))
                | models.Q(authenticator__isnull=False, answered__isnull=False),
                name="authentication_push_answer",
            ),
        )

    def __str__(self) -> str:
        return f"prompt {self.id}: {self.state}"
