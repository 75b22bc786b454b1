from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.authenticator import MODEL, Authority
from tests.builders.ceremonies import AT
from tests.builders.metadata import Alliance, model

from sekisho.authentication.rules.attestation.blobs import BlobRefusedError, read_blob
from sekisho.authentication.types.attestation import Model, StatusReport

ALLIANCE = Alliance()
AUTHORITY = Authority()
BLOB = ALLIANCE.blob(model(roots=[AUTHORITY.root]), number=7)


def test_a_file_is_read_into_what_the_rules_need() -> None:
    trust = read_blob(BLOB, root=ALLIANCE.root, at=AT, anchors=(b"own",))

    assert (trust.number, trust.next_update, trust.anchors) == (7, "2026-12-01", (b"own",))
    assert trust.models == {
        MODEL: Model(
            aaguid=MODEL,
            description="Test Key",
            statuses=(StatusReport(status="FIDO_CERTIFIED_L1", effective="2024-01-01"),),
            roots=(AUTHORITY.root,),
            hardware=True,
            external=True,
        )
    }


def test_an_entry_without_a_statement_vouches_for_nobody() -> None:
    trust = read_blob(ALLIANCE.blob(model(statement=False)), root=ALLIANCE.root, at=AT)

    assert (trust.models[MODEL].roots, trust.models[MODEL].hardware) == ((), False)


def test_a_report_without_a_day_and_one_of_an_unknown_kind_are_kept() -> None:
    entry = model(statuses=(("SOMETHING_NEW", "2026-01-01"), ("REVOKED", "2026-01-02")))
    del entry["statusReports"][1]["effectiveDate"]

    reports = read_blob(ALLIANCE.blob(entry), root=ALLIANCE.root, at=AT).models[MODEL].statuses

    assert [each.effective for each in reports] == ["2026-01-01", ""]
    assert reports[1].status == "REVOKED"


def test_an_entry_for_keys_of_the_elder_standard_is_left_out() -> None:
    entry = model()
    del entry["aaguid"]

    assert read_blob(ALLIANCE.blob(entry), root=ALLIANCE.root, at=AT).models == {}


def test_a_file_that_somebody_else_signed_is_refused() -> None:
    with pytest.raises(BlobRefusedError):
        read_blob(BLOB, root=Alliance().root, at=AT)


def test_a_signer_of_another_name_is_refused_though_the_root_is_the_same() -> None:
    stranger = Alliance(signer="evil.example")

    with pytest.raises(BlobRefusedError):
        read_blob(stranger.blob(model()), root=stranger.root, at=AT)


def test_an_expired_signer_is_refused() -> None:
    old = Alliance(until=datetime(2026, 10, 1, tzinfo=UTC))

    with pytest.raises(BlobRefusedError):
        read_blob(old.blob(model()), root=old.root, at=AT)


def test_a_file_that_was_changed_is_refused() -> None:
    head, _payload, signature = BLOB.split(b".")
    other = ALLIANCE.blob(model(), number=8).split(b".")[1]

    with pytest.raises(BlobRefusedError):
        read_blob(b".".join((head, other, signature)), root=ALLIANCE.root, at=AT)


def test_what_is_signed_and_is_no_metadata_is_refused() -> None:
    with pytest.raises(BlobRefusedError) as refused:
        read_blob(ALLIANCE.signed({"entries": 1}), root=ALLIANCE.root, at=AT)

    assert "FIDO" in refused.value.text.ja


@given(st.binary())
def test_no_bytes_bring_another_error(blob: bytes) -> None:
    with pytest.raises(BlobRefusedError):
        read_blob(blob, root=ALLIANCE.root, at=AT)
