"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.notices.models.contacts import Contact
from sekisho.notices.models.notices import AnswerCode, Delivery, Notice
from sekisho.notices.models.preferences import Silence

__all__ = ["AnswerCode", "Contact", "Delivery", "Notice", "Silence"]
