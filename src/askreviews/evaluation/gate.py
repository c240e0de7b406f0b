"""The gate: what a run must reach to pass, as ``evals/gate.yaml`` says it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askreviews.errors import QuestionSetError
from askreviews.evaluation.comparison import Change, Comparison
from askreviews.evaluation.metrics import LATENCIES, METRICS
from askreviews.evaluation.questions import describe, read_text
from askreviews.evaluation.run import Run
from askreviews.evaluation.wording import figure

_NAMES = {each.name for each in METRICS}
_FLOORED = _NAMES | {name for name, *_ in LATENCIES}


class Gate(BaseModel):
    """Floors, and the metrics that may not lose clearly against a former run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    floors: dict[str, float] = Field(
        default_factory=dict,
        description="the least that passes; where lower is better, the most",
    )
    no_clear_loss: Literal["all"] | tuple[str, ...] = ()

    def losable(self) -> set[str]:
        """The metrics that may not lose."""
        return _NAMES if self.no_clear_loss == "all" else set(self.no_clear_loss)


class Judgement(BaseModel):
    """Whether a run passes, and if not, why not: a sentence each."""

    passed: bool
    reasons: list[str]
    checked: int = Field(description="how many rules were looked at")


def load_gate(path: Path | str) -> Gate:
    """Read a gate.

    Raises:
        QuestionSetError: the file cannot be read, is not YAML, or names what is not known.
    """
    path = Path(path)
    try:
        gate = Gate.model_validate(yaml.safe_load(read_text(path)) or {})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name} line {mark.line + 1}" if mark else path.name
        raise QuestionSetError(f"{where} is not valid YAML; correct that line.") from error
    except ValidationError as error:
        raise QuestionSetError(f"{path.name}: {describe(error)}; correct it.") from error
    unknown = sorted((gate.floors.keys() - _FLOORED) | (gate.losable() - _NAMES))
    if unknown:
        raise QuestionSetError(
            f"{path.name}{_line(path, unknown[0])}: there is no metric {unknown[0]!r}; "
            "evals/README.md lists them."
        )
    if not gate.floors and not gate.losable():
        raise QuestionSetError(f"{path.name} holds no rule; write at least one floor.")
    return gate


def judge(gate: Gate, run: Run, comparison: Comparison | None = None) -> Judgement:
    """Hold a run against a gate.

    Args:
        gate: its rules.
        run: what is judged.
        comparison: with a former run; without one, losses are not looked for.
    """
    reasons = [
        reason for name, bound in gate.floors.items() if (reason := _shortfall(run, name, bound))
    ]
    looked_at = len(gate.floors)
    if comparison is not None:
        changes = [each for each in comparison.changes if each.name in gate.losable()]
        reasons += [_loss(change) for change in changes if change.verdict == "worse"]
        looked_at += len(changes)
    return Judgement(passed=not reasons, reasons=reasons, checked=looked_at)


def _shortfall(run: Run, name: str, bound: float) -> str | None:
    metric = run.metric(name)
    if metric.value is None:
        return f"{metric.title} could not be measured; the gate asks for {bound:g}."
    told, asked = figure(metric.value, metric.scale), figure(bound, metric.scale)
    if metric.better == "higher" and metric.value < bound:
        return f"{metric.title} is {told}, below the floor of {asked}."
    if metric.better == "lower" and metric.value > bound:
        return f"{metric.title} is {told}, above the {asked} allowed."
    return None


def _loss(change: Change) -> str:
    return (
        f"{change.title} went from {figure(change.before, change.scale)} to "
        f"{figure(change.after, change.scale)}, a clear loss (difference "
        f"{figure(change.low, change.scale, signed=True)} to "
        f"{figure(change.high, change.scale, signed=True)})."
    )


def _line(path: Path, name: str) -> str:
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if name in line.partition("#")[0]:
            return f" line {number}"
    return ""
