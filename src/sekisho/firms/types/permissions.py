"""What members of staff may do, and the roles that allow it. Every permission has three words, as in the journal."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from sekisho.kernel.texts import Text


class Permission(StrEnum):
    """Every permission there is."""

    CLIENT_READ = "firms:client:read"
    CLIENT_REGISTER = "firms:client:register"
    CLIENT_APPROVE = "firms:client:approve"
    CLIENT_SUSPEND = "firms:client:suspend"
    STAFF_READ = "firms:staff:read"
    STAFF_REGISTER = "firms:staff:register"
    STAFF_APPROVE = "firms:staff:approve"
    STAFF_SUSPEND = "firms:staff:suspend"
    POLICY_READ = "authentication:policy:read"
    POLICY_DRAFT = "authentication:policy:draft"
    POLICY_REVIEW = "authentication:policy:review"
    POLICY_APPROVE = "authentication:policy:approve"
    OVERRIDE_ASK = "authentication:override:ask"
    OVERRIDE_APPROVE = "authentication:override:approve"
    CUSTOMER_READ = "authentication:customer:read"
    RECOVERY_REVIEW = "authentication:recovery:review"
    RECOVERY_APPROVE = "authentication:recovery:approve"
    OPT_OUT_RECORD = "authentication:optout:record"
    OPT_OUT_APPROVE = "authentication:optout:approve"
    FREEZE_SET = "authentication:freeze:set"
    FREEZE_RELEASE = "authentication:freeze:release"
    SESSION_END = "authentication:session:end"
    EVIDENCE_READ = "authentication:evidence:read"
    CAMPAIGN_DRAFT = "notices:campaign:draft"
    CAMPAIGN_APPROVE = "notices:campaign:approve"
    TEMPLATE_DRAFT = "notices:template:draft"
    TEMPLATE_APPROVE = "notices:template:approve"
    DELIVERY_READ = "notices:delivery:read"
    JOURNAL_READ = "journal:entry:read"


class Role(StrEnum):
    """Every role a firm can give."""

    ADMINISTRATOR = "administrator"
    SECURITY_OFFICER = "security_officer"
    COMPLIANCE_OFFICER = "compliance_officer"
    SUPPORT_DESK = "support_desk"
    SUPPORT_LEAD = "support_lead"
    AUDITOR = "auditor"


_P = Permission
_READS = frozenset(permission for permission in Permission if permission.value.endswith(":read"))
ROLES: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: frozenset({
            _P.CLIENT_READ, _P.CLIENT_REGISTER, _P.CLIENT_APPROVE, _P.CLIENT_SUSPEND, _P.STAFF_READ,
            _P.STAFF_REGISTER, _P.STAFF_APPROVE, _P.STAFF_SUSPEND,
        }),
        Role.SECURITY_OFFICER: frozenset({
            _P.CLIENT_READ, _P.CLIENT_APPROVE, _P.CLIENT_SUSPEND, _P.STAFF_READ, _P.STAFF_SUSPEND, _P.POLICY_READ,
            _P.POLICY_DRAFT, _P.POLICY_REVIEW, _P.POLICY_APPROVE, _P.OVERRIDE_ASK, _P.OVERRIDE_APPROVE,
            _P.CUSTOMER_READ, _P.FREEZE_SET, _P.FREEZE_RELEASE, _P.SESSION_END, _P.EVIDENCE_READ, _P.DELIVERY_READ,
            _P.JOURNAL_READ,
        }),
        Role.COMPLIANCE_OFFICER: frozenset({
            _P.POLICY_READ, _P.POLICY_REVIEW, _P.POLICY_APPROVE, _P.OVERRIDE_APPROVE, _P.CUSTOMER_READ,
            _P.OPT_OUT_APPROVE, _P.EVIDENCE_READ, _P.TEMPLATE_APPROVE, _P.CAMPAIGN_APPROVE, _P.DELIVERY_READ,
            _P.JOURNAL_READ,
        }),
        Role.SUPPORT_DESK: frozenset({
            _P.CUSTOMER_READ, _P.RECOVERY_REVIEW, _P.OPT_OUT_RECORD, _P.FREEZE_SET, _P.SESSION_END, _P.DELIVERY_READ,
            _P.CAMPAIGN_DRAFT, _P.TEMPLATE_DRAFT, _P.POLICY_READ,
        }),
        Role.SUPPORT_LEAD: frozenset({
            _P.CUSTOMER_READ, _P.RECOVERY_REVIEW, _P.RECOVERY_APPROVE, _P.OPT_OUT_RECORD, _P.OPT_OUT_APPROVE,
            _P.FREEZE_SET, _P.FREEZE_RELEASE, _P.SESSION_END, _P.DELIVERY_READ, _P.CAMPAIGN_DRAFT,
            _P.CAMPAIGN_APPROVE, _P.TEMPLATE_DRAFT, _P.TEMPLATE_APPROVE, _P.POLICY_READ, _P.EVIDENCE_READ,
        }),
        Role.AUDITOR: _READS,
    }
)  # fmt: skip
"""What each role allows. Two people are needed where a permission ends in ``approve``: never who asked."""
LABELS: Mapping[Role, Text] = MappingProxyType(
    {
        Role.ADMINISTRATOR: Text("管理者", "Administrator"),
        Role.SECURITY_OFFICER: Text("セキュリティ責任者", "Security officer"),
        Role.COMPLIANCE_OFFICER: Text("コンプライアンス責任者", "Compliance officer"),
        Role.SUPPORT_DESK: Text("お客さま窓口", "Support desk"),
        Role.SUPPORT_LEAD: Text("お客さま窓口の責任者", "Lead of the support desk"),
        Role.AUDITOR: Text("監査", "Auditor"),
    }
)
"""What people call each role."""
PERMISSIONS: Mapping[Permission, Text] = MappingProxyType(
    {
        _P.CLIENT_READ: Text("APIクライアントの閲覧", "see API clients"),
        _P.CLIENT_REGISTER: Text("APIクライアントの登録の申請", "propose API clients"),
        _P.CLIENT_APPROVE: Text("APIクライアントの承認", "approve API clients"),
        _P.CLIENT_SUSPEND: Text("APIクライアントの停止", "stop API clients"),
        _P.STAFF_READ: Text("職員と役割の閲覧", "see staff and roles"),
        _P.STAFF_REGISTER: Text("職員と役割の申請", "propose staff and roles"),
        _P.STAFF_APPROVE: Text("職員と役割の承認", "approve staff and roles"),
        _P.STAFF_SUSPEND: Text("職員の停止", "stop members of staff"),
        _P.POLICY_READ: Text("認証方針の閲覧", "see the authentication policy"),
        _P.POLICY_DRAFT: Text("認証方針の起案", "draft the authentication policy"),
        _P.POLICY_REVIEW: Text("認証方針の確認", "review the authentication policy"),
        _P.POLICY_APPROVE: Text("認証方針の承認", "approve the authentication policy"),
        _P.OVERRIDE_ASK: Text("緊急の例外の申請", "ask for an emergency exception"),
        _P.OVERRIDE_APPROVE: Text("緊急の例外の承認", "approve an emergency exception"),
        _P.CUSTOMER_READ: Text("お客さまの認証の閲覧", "see how customers log in"),
        _P.RECOVERY_REVIEW: Text("再登録の審査", "review account recoveries"),
        _P.RECOVERY_APPROVE: Text("再登録の承認", "approve account recoveries"),
        _P.OPT_OUT_RECORD: Text("必須化の辞退の受付", "record opt-outs"),
        _P.OPT_OUT_APPROVE: Text("必須化の辞退の承認", "approve opt-outs"),
        _P.FREEZE_SET: Text("口座の停止", "freeze accounts"),
        _P.FREEZE_RELEASE: Text("口座の停止の解除", "release frozen accounts"),
        _P.SESSION_END: Text("お客さまのログインの終了", "end customers' sessions"),
        _P.EVIDENCE_READ: Text("承認の証拠の閲覧", "see evidence of approvals"),
        _P.CAMPAIGN_DRAFT: Text("一斉のお知らせの起案", "draft campaigns of notices"),
        _P.CAMPAIGN_APPROVE: Text("一斉のお知らせの承認", "approve campaigns of notices"),
        _P.TEMPLATE_DRAFT: Text("お知らせの文面の起案", "draft texts of notices"),
        _P.TEMPLATE_APPROVE: Text("お知らせの文面の承認", "approve texts of notices"),
        _P.DELIVERY_READ: Text("お知らせの配達の閲覧", "see deliveries of notices"),
        _P.JOURNAL_READ: Text("記録の閲覧", "read the journal"),
    }
)
"""What people call each permission."""
