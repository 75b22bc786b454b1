from datetime import date

import numpy as np

from sekisho.kernel.moments import DAY
from sekisho.simulation.operations.days.diary import Diary


def test_an_event_of_a_visit_belongs_to_the_account_of_the_visit() -> None:
    diary = Diary(day=date(2025, 3, 17), opens=True)
    rows = diary.visits.add(2, account=[7, 9])

    diary.write("logout", np.array([5]), visit=rows[1:])

    assert diary.sheets["logout"]["account"].tolist() == [9]


def test_what_would_happen_after_midnight_is_told_at_its_end() -> None:
    diary = Diary(day=date(2025, 3, 17), opens=True)

    diary.write("quote", np.array([2 * DAY]))

    assert diary.sheets["quote"]["at"].tolist() == [diary.start + DAY - 1]
