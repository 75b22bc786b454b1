from rooms.notices.rules.test_template_file import GOOD
from sekisho.notices.rules.locking import Lock, check_lock, kept_numbers, read_lock, written
from sekisho.notices.rules.template_file import Reading, read_template

CHANGED = GOOD.replace("Notice", "News")


def reading(content: str = GOOD) -> Reading:
    return read_template(content, source="login.toml", stem="login")


def lock(content: str = GOOD) -> Lock:
    found = read_lock(written([reading(content)]), source="lock.json").lock
    assert found is not None
    return found


def told(held: Lock, *readings: Reading) -> list[str]:
    return [f"{each.place.line} {each.code}" for each in check_lock(held, readings, source="lock.json")]


def test_what_was_locked_and_is_the_same_has_no_findings() -> None:
    assert told(lock(), reading()) == []


def test_a_changed_message_needs_a_higher_version() -> None:
    assert told(lock(), reading(CHANGED)) == ["2 lock:template:changed"]
    assert told(lock(), reading(CHANGED.replace("version = 2", "version = 1"))) == ["2 lock:template:lowered"]
    assert told(lock(), reading(CHANGED.replace("version = 2", "version = 3"))) == ["2 lock:template:unlocked"]
    assert told({}, reading()) == ["2 lock:template:unlocked"]


def test_a_message_that_is_gone_is_missed_and_a_broken_one_is_not_called_gone() -> None:
    assert told(lock()) == ["1 lock:template:gone"]
    assert told(lock(), reading("name =")) == []


def test_only_new_and_raised_versions_can_be_locked() -> None:
    assert kept_numbers(lock(), [reading(CHANGED.replace("version = 2", "version = 3"))]) == ()
    assert [each.code for each in kept_numbers(lock(), [reading(CHANGED)])] == ["lock:template:changed"]


def test_a_lock_that_is_missing_or_unreadable_says_so() -> None:
    assert [each.code for each in read_lock(None, source="lock.json").findings] == ["lock:file:missing"]
    assert [each.code for each in read_lock(b"{", source="lock.json").findings] == ["lock:file:unreadable"]


def test_the_lock_reads_line_by_line_and_leaves_out_what_is_broken() -> None:
    lines = written([reading(), reading("name =")]).decode().splitlines()

    assert len(lines) == 3
    assert lines[1].startswith('  "login": {"version": 2, "sha256": "')
