"""``sekisho bench auth``: what proofs cost, and how many customers a node serves."""

import json
from collections.abc import Mapping

import click

from sekisho.project.commands.bench_auth_assertion import measure_assertions
from sekisho.project.commands.bench_auth_database import place
from sekisho.project.commands.bench_auth_node import NodeFailedError
from sekisho.project.commands.bench_auth_policy import measure_policy
from sekisho.project.commands.bench_auth_stepups import measure_stepups
from sekisho.project.commands.bench_auth_stuffing import measure_stuffing
from sekisho.project.databases import BadDatabaseUrlError

Figure = float | int | str


@click.command("auth")
@click.option("--database", metavar="URL",
              help="空のデータベース（既定は一時的なPostgreSQL、なければSQLite） / an empty database; unless given, a "
              "temporary PostgreSQL, or SQLite where none is installed.")  # fmt: skip
@click.option("--stepups", type=click.IntRange(1), default=3_000, show_default=True,
              help="追加認証の回数 / how many step-ups.")  # fmt: skip
@click.option("--clients", type=click.IntRange(1), default=6, show_default=True,
              help="同時の顧客数 / customers at the same time.")  # fmt: skip
@click.option("--seconds", type=click.IntRange(1), default=30, show_default=True,
              help="総当たり中に正規の顧客が来る秒数 / seconds of honest logins among the guesses.")  # fmt: skip
@click.option("--guesses", type=click.IntRange(1), default=200, show_default=True,
              help="毎秒の総当たり / guesses a second.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSONで出力 / print JSON.")
def bench_auth(database: str | None, *, stepups: int, clients: int, seconds: int, guesses: int, as_json: bool) -> None:
    """認証の速さ / Speed of strong authentication.

    追加認証もログインも、実際に動かしたノードに HTTP で行います。顧客役も攻撃者役もデータベースも同じ機械で動きます。
    追加認証1回は、出金の内容を読み出して署名を求める要求（begin）、パスキーの署名、署名を検証して証拠と受領証を
    記録する要求（finish）までで、応答の時点でディスクに書かれています。証券会社からの依頼（POST /v1/operations）は
    前もって済ませ、受領証の使用は含みません。
    総当たりの下でのログインは、顧客が来た時から、セッションを得るまでです。

    Step-ups and logins go through a real node over HTTP; customers, guessers and the database share the machine with
    it. A step-up is the request that shows a withdrawal and asks for its signature (begin), the passkey's signature,
    and the request that checks it and keeps evidence and receipt (finish), on disk when it is answered. The broker's
    request (POST /v1/operations) is done beforehand, and using the receipt is not part of it.
    A login while passwords are tried takes from the customer's coming until he has his session.
    """
    try:
        figures = _measured(database, stepups=stepups, clients=clients, seconds=seconds, guesses=guesses)
    except (NodeFailedError, BadDatabaseUrlError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(figures) if as_json else "\n".join(f"{name:22} {value}" for name, value in figures.items()))


def _measured(
    database: str | None, *, stepups: int, clients: int, seconds: int, guesses: int
) -> Mapping[str, Figure | None]:
    """Every figure by its name."""
    assertions, policy = measure_assertions(), measure_policy()
    with place(database) as chosen:
        signed = measure_stepups(database=chosen.url, stepups=stepups, clients=clients)
    with place(database) as chosen:
        stuffed = measure_stuffing(database=chosen.url, seconds=seconds, guesses_per_s=guesses)
    return {
        "database": chosen.told,
        "assertion_ratio": round(assertions.ratio, 2),
        "policy_per_s": round(policy),
        "stepups_per_s": round(signed.per_second),
        "stepup_p99_ms": round(signed.p99_ms, 1),
        "stepup_p50_ms": round(signed.p50_ms, 1),
        "stuffing_login_p99_ms": round(stuffed.p99_ms, 1) if stuffed.logins else None,
        "stuffing_login_p50_ms": round(stuffed.p50_ms, 1) if stuffed.logins else None,
        "stuffing_logins": stuffed.logins,
        "stuffing_logins_failed": len(stuffed.failed),
        "stuffing_guesses_per_s": round(stuffed.guesses_per_s),
    }
