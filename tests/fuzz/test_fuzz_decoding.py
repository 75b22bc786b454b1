"""A bounded run of the fuzzer in the suite; longer ones are started by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders.lines import BODIES, event_line

TARGET = Path(__file__).with_name("fuzz_decoding.py")


@pytest.mark.skipif(sys.version_info >= (3, 12) or sys.platform != "linux", reason="atheris has no build for it")
def test_twenty_thousand_fuzzed_lines_give_events_or_refusals_and_nothing_else(tmp_path: Path) -> None:
    for kind in BODIES:
        (tmp_path / kind).write_bytes(event_line(kind))
    command = [sys.executable, str(TARGET), "-runs=20000", "-seed=20250317", "-max_len=1024", str(tmp_path)]

    # the fuzzer counts coverage itself; being counted by somebody else beside it only fills the memory
    alone = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}

    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path, env=alone)

    assert run.returncode == 0, run.stderr[-3000:]
    assert "Done 20000 runs" in run.stderr
