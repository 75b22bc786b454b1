from uuid import UUID

from tests.builders.authenticator import MODEL

from sekisho.authentication.types.providers import PROVIDERS, provider_of


def test_well_known_makers_have_a_name_and_all_others_are_passkeys() -> None:
    assert provider_of("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4").en == "Google Password Manager"
    assert provider_of(MODEL).read("ja") == "パスキー"


def test_models_are_written_as_they_are_stored() -> None:
    assert all(str(UUID(aaguid)) == aaguid for aaguid in PROVIDERS)
