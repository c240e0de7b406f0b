"""Runs ``askreviews`` as somebody at a terminal would, in this process: its model is loaded.

What is run is ``main`` itself; an exception that leaves it is a traceback, and fails the test.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass

import pytest

from askreviews.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind: its exit status and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """What was printed, as JSON."""
        return json.loads(self.out)

    @property
    def said(self) -> list[str]:
        """The lines on stderr that are meant for the user, progress bars left out."""
        return [line for line in self.err.split("\n") if line.startswith("askreviews: ")]


class CommandLine:
    """Runs commands one after the other."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *words: object) -> Ran:
        """Run ``askreviews`` with these words."""
        self._capsys.readouterr()
        with self._monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["askreviews", *map(str, words)])
            with pytest.raises(SystemExit) as ended:
                main()
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(int(ended.value.code or 0), out, err)

    def refused(self, *words: object) -> str:
        """Run what must be refused: exit 2 and one sentence, nothing on stdout."""
        ran = self(*words)
        assert ran.code == 2, ran
        assert ran.out == ""
        assert len(ran.said) == 1, ran.err
        sentence = ran.said[0].removeprefix("askreviews: ")
        assert sentence.endswith("."), sentence
        return sentence


def without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the environment of whoever runs the tests has set."""
    for name in list(os.environ):
        if name.startswith("ASKREVIEWS_"):
            monkeypatch.delenv(name)
