from sekisho.authentication.operations.policies import evaluate
from sekisho.authentication.queries.policy_files import default_policy
from sekisho.authentication.types.catalogue import OperationCode
from sekisho.authentication.types.policy import Result
from sekisho.project.commands.bench_auth_policy import grid, measure_policy


def test_the_grid_has_every_operation_and_most_answers() -> None:
    questions = grid()
    results = {evaluate(default_policy(), question).result for question in questions}

    assert {question.operation for question in questions} == set(OperationCode)
    assert {Result.SATISFIED, Result.STEP_UP, Result.ENROL, Result.DENIED, Result.OPT_OUT_USED} <= results


def test_what_is_measured_is_a_number_of_evaluations() -> None:
    """How many are enough is said by the benchmark, which has the machine for itself."""
    assert measure_policy() > 0
