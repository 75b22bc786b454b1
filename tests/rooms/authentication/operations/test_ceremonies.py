from tests.builders.passkeys import Browser, somebody, told


def test_a_customer_registers_a_passkey_and_logs_in_with_it(fresh_database: str) -> None:
    owner = somebody()
    browser = Browser()
    bound = browser.register(owner.ref)
    login = browser.sign_in()
    assert login.principal == owner.ref
    assert login.authenticator == bound.authenticator.id
    assert told("authentication:assertion:accepted")[0]["about"] == "a1"
