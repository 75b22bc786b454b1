"""The room's tables; ``sekisho.models`` lists them for Django."""

from sekisho.notices.models.broadcasts import Broadcast
from sekisho.notices.models.contacts import Contact
from sekisho.notices.models.notices import AnswerCode, Delivery, Notice
from sekisho.notices.models.preferences import Silence

__all__ = ["AnswerCode", "Broadcast", "Contact", "Delivery", "Notice", "Silence"]
