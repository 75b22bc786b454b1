"""Write the Tokyo Stock Exchange's calendar into the product as two small tables.

    uv run python tools/pack_calendar.py --last 2028-12-31

Takes the sessions of the calendar XTKS from the package exchange-calendars: update that package first, since it
learns of new holidays. The product reads the tables because importing the package takes more than a second.
Run it every year, when the national holidays of the year after next are published (February).
"""

import csv
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import click
import exchange_calendars

OUT = Path(__file__).parents[1] / "src/sekisho/activity/data"
COLUMNS = ("open", "break_start", "break_end", "close")

Hours = tuple[str, ...]


def sessions(first: date, last: date) -> dict[date, Hours]:
    """Hours in Japan, as HH:MM, by session day."""
    schedule = exchange_calendars.get_calendar("XTKS", start=first.isoformat(), end=last.isoformat()).schedule
    local = schedule.apply(lambda column: column.dt.tz_convert("Asia/Tokyo").dt.strftime("%H:%M"))
    return {day.date(): tuple(row) for day, row in zip(local.index, local[list(COLUMNS)].to_numpy(), strict=True)}


def closed_weekdays(days: dict[date, Hours], first: date, last: date) -> list[date]:
    """The weekdays from first to last that are no session.

    Raises:
        ValueError: a session falls on a weekend, which the tables cannot say.

    """
    if weekend := [day for day in days if day.weekday() > 4]:  # noqa: PLR2004 - Friday
        message = f"sessions on a weekend: {weekend}"
        raise ValueError(message)
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in every if day.weekday() <= 4 and day not in days]  # noqa: PLR2004 - Friday


def periods(days: dict[date, Hours], first: date, last: date) -> list[tuple[date, date, Hours]]:
    """Periods of equal hours that follow each other from first to last."""
    starts = [(next(group)[0], hours) for hours, group in groupby(sorted(days.items()), key=lambda item: item[1])]
    starts[0] = (first, starts[0][1])
    ends = [start - timedelta(days=1) for start, _ in starts[1:]] + [last]
    return [(start, end, hours) for (start, hours), end in zip(starts, ends, strict=True)]


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([header, *rows])


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime) -> date:
    return value.date()


@click.command(help=__doc__)
@click.option("--first", default="2006-01-01", type=click.DateTime(["%Y-%m-%d"]), callback=_day, show_default=True)
@click.option("--last", required=True, type=click.DateTime(["%Y-%m-%d"]), callback=_day)
@click.option("--out", default=OUT, type=click.Path(file_okay=False, path_type=Path), show_default=True)
def main(first: date, last: date, out: Path) -> None:
    """Write both tables."""
    days = sessions(first, last)
    closed = closed_weekdays(days, first, last)
    _write(out / "market_closed_weekdays.csv", ("day",), [(day,) for day in closed])
    rows: list[tuple[object, ...]] = [(start, end, *hours) for start, end, hours in periods(days, first, last)]
    _write(out / "market_hours.csv", ("valid_from", "valid_to", *COLUMNS), rows)
    click.echo(f"{len(days)} sessions, {len(closed)} closed weekdays, {first} to {last}")


if __name__ == "__main__":
    main()
