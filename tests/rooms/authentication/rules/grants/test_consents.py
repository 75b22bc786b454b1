from tests.builders.firms import terms

from sekisho.authentication.rules.grants.consents import lines_of, text_of
from sekisho.firms.types.clients import Client, ClientState
from sekisho.firms.types.scopes import Scope
from sekisho.kernel.moments import from_rfc3339

CLIENT = Client(client_id="c", terms=terms(), state=ClientState.ACTIVE, registered_by="a", approved_by="b", created=0)
UNTIL = from_rfc3339("2027-05-30T12:00:00.000+09:00")


def test_the_customer_reads_who_wants_what_until_when_in_his_language() -> None:
    scopes = frozenset({Scope.OPENID, Scope.ACCOUNTS_READ})
    japanese = text_of(CLIENT, scopes, until=UNTIL, language="ja")
    english = text_of(CLIENT, scopes, until=UNTIL, language="en")

    assert "見本の窓口" in japanese
    assert "2027年5月30日" in japanese
    assert "出金や、登録内容の変更はできません" in japanese
    assert "Sample desk" in english
    assert "2027-05-30" in english
    assert "cannot withdraw" in english
    assert [line.ja in japanese and line.en in english for line in lines_of(scopes)] == [True, True]
