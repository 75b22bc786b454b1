"""The room's journal kinds, each with the sentence people read."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.kernel.texts import Text

CONTACT_ADDED = "notices:contact:added"
CONTACT_VERIFIED = "notices:contact:verified"
CONTACT_REPLACED = "notices:contact:replaced"
CONTACT_REMOVED = "notices:contact:removed"
CONTACT_STALE = "notices:contact:stale"
NOTICE_MADE = "notices:notice:made"
NOTICE_REPEATED = "notices:notice:rerouted"
NOTICE_UNDELIVERED = "notices:notice:undelivered"
NOTICE_READ = "notices:notice:read"
DELIVERY_SENT = "notices:delivery:sent"
DELIVERY_CONFIRMED = "notices:delivery:delivered"
DELIVERY_LOST = "notices:delivery:lost"
ANSWER_ME = "notices:answer:me"
ANSWER_NOT_ME = "notices:answer:not_me"
ANSWER_REFUSED = "notices:answer:refused"
BROADCAST_BEGUN = "notices:broadcast:begun"
BROADCAST_DONE = "notices:broadcast:done"
EXECUTIONS_SILENCED = "notices:executions:silenced"
EXECUTIONS_RESUMED = "notices:executions:resumed"
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        CONTACT_ADDED: Text("連絡先を登録しました", "A contact was registered"),
        CONTACT_VERIFIED: Text("連絡先に届くことを確かめました", "A contact was proven to receive messages"),
        CONTACT_REPLACED: Text("連絡先を変更しました", "A contact was replaced"),
        CONTACT_REMOVED: Text("連絡先を削除しました", "A contact was removed"),
        CONTACT_STALE: Text("【警報】連絡先に通知が届きません", "ALARM: messages do not reach a contact"),
        NOTICE_MADE: Text("お知らせを作りました", "A notice was made"),
        NOTICE_REPEATED: Text("お知らせを別の連絡先へ送り直します", "A notice goes to another contact"),
        NOTICE_UNDELIVERED: Text("【警報】お知らせがどの連絡先にも届きません", "ALARM: a notice reached no contact"),
        NOTICE_READ: Text("お知らせが開かれました", "A notice was opened"),
        DELIVERY_SENT: Text("お知らせを送りました", "A notice was sent"),
        DELIVERY_CONFIRMED: Text("お知らせが届きました", "A notice was delivered"),
        DELIVERY_LOST: Text("お知らせが届きませんでした", "A notice did not arrive"),
        ANSWER_ME: Text("お客様が「自分です」と答えました", "The customer answered that it was him"),
        ANSWER_NOT_ME: Text("お客様が「身に覚えがない」と答えました", "The customer answered that it was not him"),
        ANSWER_REFUSED: Text("使えない停止番号が入力されました", "An answer code was refused"),
        BROADCAST_BEGUN: Text("全員へのお知らせを始めました", "A notice to everybody was begun"),
        BROADCAST_DONE: Text("全員へのお知らせを作り終えました", "A notice to everybody was made"),
        EXECUTIONS_SILENCED: Text("約定のお知らせを止めました", "Notices of executions were switched off"),
        EXECUTIONS_RESUMED: Text("約定のお知らせを再開しました", "Notices of executions were switched on again"),
    }
)
"""Every kind that this room writes."""
