from concurrent.futures import ThreadPoolExecutor
from threading import Barrier as Gate

from django.db import connections
from tests.builders.logging_in import arrival
from tests.builders.signing_in import kinds

from sekisho.authentication.operations.login.telling import note_old_client


def test_what_many_see_at_once_is_written_down_once(fresh_database: str) -> None:
    gate = Gate(4)

    def one(number: int) -> None:
        try:
            gate.wait()
            note_old_client(arrival(at=1_796_000_400_000 + number, client="ispeed/1"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))

    assert kinds() == ["authentication:login:refused"]
