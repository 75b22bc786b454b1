"""What was said in public stays as it was said."""

import pytest
from django.db import IntegrityError, transaction
from tests.builders.policies import AT, FIRM, people, published

from sekisho.authentication import models
from sekisho.authentication.operations.policy_publishing import say, verify_policies
from sekisho.authentication.queries.policies import current_publication, publications, schedule_page
from sekisho.authentication.types.policy_versions import GENESIS


def test_each_publication_follows_the_one_before_in_both_languages(database: str) -> None:
    people()
    published("po_1", effective="2027-08-01")
    published("po_2", effective="2027-09-01", at=AT + 100)

    for language in ("ja", "en"):
        first, second = publications(language=language)
        assert (first.number, first.version, first.prev_sha256) == (1, 1, GENESIS)
        assert (second.number, second.version, second.prev_sha256) == (2, 2, first.sha256)
        assert (second.body["lang"], second.cause) == (language, "version po_2")
    assert verify_policies() == ()


def test_old_ones_stay_reachable_and_the_last_one_is_shown(database: str) -> None:
    people()
    assert current_publication(language="ja", at=AT) is None
    published("po_1", effective="2027-08-01")
    published("po_2", effective="2027-09-01", at=AT + 100)

    now = current_publication(language="ja", at=AT + 103)
    assert now is not None
    assert now.version == 1
    last = current_publication(language="ja", at=AT + 104)
    assert last is not None
    assert last.version == 2
    assert schedule_page(last).title == "見本証券 認証方法の予定"


def test_before_the_first_version_the_defaults_can_be_published(database: str) -> None:
    say(firm=FIRM, cause="start", at=AT, channels=["mail"])

    (said,) = publications(language="en")
    assert (said.version, said.body["firm"]) == (0, "Sample Securities")
    assert models.SchedulePublication.objects.filter(language="en").get().channels == ["mail"]


def test_no_two_publications_follow_the_same_one(database: str) -> None:
    say(firm=FIRM, cause="start", at=AT)
    row = models.SchedulePublication.objects.filter(language="ja").get()
    row.pk, row.number, row.sha256 = None, 2, "f" * 64

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
