"""``sekisho staff``: the first two members of staff, whom nobody is there to approve."""

import click
from django.conf import settings

from sekisho.firms.operations.invitations import invite_founder
from sekisho.firms.operations.staff import found_staff
from sekisho.firms.types.faults import StateError, TakenError
from sekisho.firms.types.invitations import CODE_DIGITS, spelled
from sekisho.firms.types.staff import STAFF_ID
from sekisho.kernel.moments import JST, from_milliseconds
from sekisho.kernel.texts import Text
from sekisho.project.language import speak
from sekisho.project.reaching import database_faults_told
from sekisho.project.tables import prepare
from sekisho.web.operations.clock import now
from sekisho.web.operations.minting import digest_of, digits, identifier

_BAD_ID = Text(
    "職員番号は、半角の英小文字・数字・ハイフンの40文字までにしてください: {id}",
    "A staff id may have lower-case letters, digits and hyphens, at most 40: {id}",
)
_SAME = Text("二人の職員番号を別のものにしてください。", "Give two different ids: two different people are needed.")
_NAMELESS = Text("二人の氏名を入れてください。", "Give both names.")
_FOUNDED = Text(
    "職員がすでにいます。新しい職員は、職員の画面（{page}）で申請と承認をして登録します。",
    "There is staff already. New members of staff are proposed and approved in the staff's pages ({page}).",
)
_NOT_FOUNDER = Text(
    "{id}は最初の二人ではないか、もう鍵を登録しています。職員の画面で、同僚二人がコードを渡してください。",
    "{id} is not one of the first two, or has set up a key. Two colleagues hand over codes from the staff's pages.",
)
_HAND_OVER = Text(
    "それぞれ、本人にだけ渡してください。{page} で使います。使える時刻: {until}",
    "Give each to that person only. They are used at {page} until {until}.",
)


@click.group()
def staff() -> None:
    """最初の二人の職員を登録 / The first two members of staff."""


@staff.command()
@click.option("--first", nargs=2, required=True, metavar="ID NAME", help="一人目の職員番号と氏名 / id and name of one.")
@click.option("--second", nargs=2, required=True, metavar="ID NAME", help="二人目 / of the other.")
def found(first: tuple[str, str], second: tuple[str, str]) -> None:
    """最初の二人を登録し、鍵を登録するためのコードを表示 / Register the first two and print their one-time codes.

    一度だけできます。二人いるので、以後はすべて申請と承認に分けられます。コードは15分で使えなくなります。
    Possible only once. With two of them everything else can be proposed by one and approved by another.
    """
    _check(first, second)
    with database_faults_told():
        prepare()
    try:
        found_staff(founders=(first, second), at=now())
    except TakenError as error:
        raise click.ClickException(speak(_FOUNDED).format(page=_page("/staff/"))) from error
    _issue(first[0], second[0])


@staff.command()
@click.argument("staff_id", metavar="ID")
def code(staff_id: str) -> None:
    """最初の二人のコードを作り直す / New codes for one of the first two who has not set up a key yet."""
    with database_faults_told():
        prepare()
    _issue(staff_id)


def _check(first: tuple[str, str], second: tuple[str, str]) -> None:
    for name, text in (first, second):
        if not STAFF_ID.fullmatch(name):
            raise click.UsageError(speak(_BAD_ID).format(id=name))
        if not text.strip():
            raise click.UsageError(speak(_NAMELESS))
    if first[0] == second[0]:
        raise click.UsageError(speak(_SAME))


def _issue(*founders: str) -> None:
    """Print the two codes of each; only their digests are kept."""
    until = 0
    for name in founders:
        first, second = digits(CODE_DIGITS), digits(CODE_DIGITS)
        try:
            until = invite_founder(
                invitation=identifier("iv"), staff=name, first=digest_of(first), second=digest_of(second), at=now()
            )
        except StateError as error:
            raise click.ClickException(speak(_NOT_FOUNDER).format(id=name)) from error
        click.echo(f"{name}:  {spelled(first)}  /  {spelled(second)}")
    clock = from_milliseconds(until).astimezone(JST).strftime("%Y-%m-%d %H:%M JST")
    click.echo(speak(_HAND_OVER).format(page=_page("/staff/enrol"), until=clock))


def _page(path: str) -> str:
    return f"{settings.SEKISHO_ORIGINS[0]}{path}"
