import pytest

from harness.mail import mail_server


def test_a_mail_server_leaves_nothing_behind() -> None:
    with mail_server() as server:
        place = server.directory
        assert server.port > 0

    assert not place.exists()


def test_a_mail_that_never_comes_fails_the_test_with_the_servers_log() -> None:
    with (
        mail_server() as server,
        pytest.raises(pytest.fail.Exception, match=r"(?s)no 1 mails for x@customer\.test.*daemon started"),
    ):
        server.mails("x@customer.test", patience=0.1)
