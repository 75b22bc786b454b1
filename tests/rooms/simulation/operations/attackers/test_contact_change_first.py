from tests.builders.simulation import scene, world

from sekisho.simulation.operations.attackers.contact_change_first import before, enter
from sekisho.simulation.operations.attackers.crew import hire
from sekisho.simulation.types.words import EMAIL, SYNCED, TOTP

TEN = 10 * 3_600_000


def test_a_passkey_keeps_the_contacts_as_they_are_and_the_money_in_place() -> None:
    stage = scene(world())
    stage.world.accounts.factor[5] = SYNCED
    hijack, crew = stage.truth.open(5, "test", "test"), hire(stage)

    before(stage, crew, hijack, TEN)

    assert stage.diary.sheets["profile"].size == 0
    assert enter(stage, crew, hijack, TEN) is None


def test_with_the_contacts_taken_over_codes_come_by_mail_whatever_was_used_before() -> None:
    stage = scene(world())
    stage.world.accounts.factor[5] = TOTP
    hijack, crew = stage.truth.open(5, "test", "test"), hire(stage)
    before(stage, crew, hijack, TEN)

    access = enter(stage, crew, hijack, TEN)

    assert access is not None
    assert stage.diary.visits["factor"][access.visit] == EMAIL
    assert hijack.can_answer == ("password", "sms_otp", "email_otp")
