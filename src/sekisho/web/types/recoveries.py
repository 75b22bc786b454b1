"""How recoveries read, for customers and for staff."""

from collections.abc import Mapping
from types import MappingProxyType

from sekisho.authentication.types.recovery import LADDER, CaseState, Path, ProofKind, Trigger
from sekisho.kernel.texts import Text

PROOFS: Mapping[ProofKind, Text] = MappingProxyType(
    {
        ProofKind.OTHER_AUTHENTICATOR: Text("もう一つのパスキーで確認", "Another passkey"),
        ProofKind.JPKI_USER: Text("マイナンバーカードで確認", "My Number card"),
        ProofKind.JPKI_SIGN: Text("マイナンバーカードの署名で確認", "Signature with the My Number card"),
        ProofKind.SAVED_CODE: Text("控えておいた回復コード", "Saved recovery code"),
        ProofKind.CONTACT_CODE: Text("連絡先に届く番号", "Number sent to your contact"),
        ProofKind.IC_CHIP: Text("本人確認書類のICチップ", "Chip of an identity document"),
        ProofKind.DOCUMENT_IMAGE: Text("本人確認書類の画像", "Picture of an identity document"),
        ProofKind.LIKENESS: Text("お顔の確認", "A look at you"),
        ProofKind.CALL_BACK: Text("登録のお電話番号への、当社からの電話", "Our call to your registered number"),
        ProofKind.POST_CODE: Text("ご自宅に届く手紙の番号", "Number in a letter to your home"),
        ProofKind.IN_PERSON: Text("店頭でのご本人確認", "Your visit at a branch"),
    }
)
"""Each proof, as people read it."""
TRIGGERS: Mapping[Trigger, Text] = MappingProxyType(
    {
        Trigger.LOST: Text("なくした", "I lost it"),
        Trigger.STOLEN: Text("盗まれた", "It was stolen"),
        Trigger.BROKEN: Text("壊れた", "It is broken"),
        Trigger.NEW_PHONE: Text("機種を変えた", "I have a new one"),
        Trigger.LOCKED: Text("画面ロックを忘れた、使えない", "I cannot unlock it"),
        Trigger.FROZEN: Text("口座の停止のあと", "After a freeze"),
    }
)
"""Why somebody cannot get in."""
PATHS: Mapping[Path, Text] = MappingProxyType({path: rung.label for path, rung in LADDER.items()})
"""Each way."""
STATES: Mapping[CaseState, Text] = MappingProxyType(
    {
        CaseState.OPEN: Text("確認の途中", "Something is missing"),
        CaseState.WAITING: Text("待ち時間", "Waiting"),
        CaseState.REVIEW: Text("二人の確認待ち", "Two people must look"),
        CaseState.GRANTED: Text("登録待ち", "May set up a passkey"),
        CaseState.COMPLETED: Text("完了", "Done"),
        CaseState.REFUSED: Text("却下", "Refused"),
        CaseState.WITHDRAWN: Text("取りやめ", "Stopped"),
        CaseState.EXPIRED: Text("期限切れ", "Out of time"),
    }
)
"""How far one is."""
