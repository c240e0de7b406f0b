"""One kill of each operation (``make kills``: two hundred), in a process that forks others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "kills.py"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_whatever_is_killed_leaves_the_old_state_or_the_new_and_shows_nothing_removed(tmp_path):
    ran = subprocess.run(
        [sys.executable, BENCHMARK, "--kills", "5", "--seed", "7"],
        capture_output=True, text=True, check=False, timeout=600, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr[-2000:]
    assert "5 kills, 0 faults" in ran.stdout
