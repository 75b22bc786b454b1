import pytest

from sekisho.authentication.rules.sources import source_of
from sekisho.authentication.types.principals import Visit


@pytest.mark.parametrize(
    ("ip", "source"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("", "session:se_1"),
        ("nonsense", "session:se_1"),
    ],
)
def test_a_site_is_one_source(ip: str, source: str) -> None:
    assert source_of(Visit(ip=ip, session="se_1")) == source
