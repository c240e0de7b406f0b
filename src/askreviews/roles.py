"""Who may do what, apart from what else flows: the command line is to start at once."""

from __future__ import annotations

from typing import Literal

# From the one who may do least; each may do what those before may.
Role = Literal["reader", "trainer", "evaluator", "operator"]
