"""Figures for whoever watches over the server, in the form that Prometheus reads.

No label holds a word of a question, a name of a person or of a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from askreviews.errors import AskReviewsError
from askreviews.types import Answer, IndexInfo

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
Way = Literal["page", "api", "mcp"]
Info = Callable[[], IndexInfo]
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """All figures of one server, from its start on.

    Args:
        info: tells the index that is served; without it there are no figures on the index.
    """

    def __init__(self, info: Info | None = None) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._questions = Counter(
            "askreviews_questions", "Questions answered.", ("way", "status", "reason"),
            registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "askreviews_stage_seconds",
            "How long each stage took: waiting for a turn, retrieving, answering, the language "
            "model's part of that, and retrieving and answering together.",
            ("stage",), buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self._refused = Counter(
            "askreviews_refused",
            "Not begun because too many waited (busy) or one asked too much (allowance); or given "
            "up (time).",
            ("why",), registry=registry,
        )  # fmt: skip
        self._failed = Counter(
            "askreviews_failed", "Questions that met a defect; the log says where.", ("way",),
            registry=registry,
        )  # fmt: skip
        self._withheld = Counter(
            "askreviews_withheld", "Statements that failed their check.", registry=registry
        )
        self._fallbacks = Counter(
            "askreviews_fallbacks",
            "Answers that were quoted because the language model was not used.",
            registry=registry,
        )
        for why in ("busy", "allowance", "time"):
            self._refused.labels(why)
        if info:
            registry.register(_Holdings(info))

    def watch(self, **counts: Callable[[], float]) -> None:
        """Tell these counts, as they are when they are asked for."""
        told = {
            "waiting": "Questions that wait for their turn.",
            "at_work": "Questions at work.",
            "given_up": "Questions that took too long and still run.",
        }
        for name, count in counts.items():
            gauge = Gauge(f"askreviews_{name}", told[name], registry=self._registry)
            gauge.set_function(count)

    def answered(self, answer: Answer, way: Way) -> None:
        """Count an answer."""
        self._questions.labels(way, answer.status, answer.reason or "").inc()
        for stage, took in answer.timings_ms.items():
            self.took(stage, took / 1000)
        self._withheld.inc(answer.withheld)
        if answer.fallback is not None:
            self._fallbacks.inc()

    def took(self, stage: str, seconds: float) -> None:
        """Count how long a stage took."""
        self._seconds.labels(stage).observe(seconds)

    def refused(self, why: Literal["busy", "allowance", "time"]) -> None:
        """Count what was not done."""
        self._refused.labels(why).inc()

    def failed(self, way: Way) -> None:
        """Count a defect."""
        self._failed.labels(way).inc()

    def text(self) -> bytes:
        """All of it, in Prometheus' text format."""
        return generate_latest(self._registry)


class _Holdings(Collector):
    """What the index holds, read when it is asked for."""

    def __init__(self, info: Info) -> None:
        self._info = info

    def describe(self) -> Iterator[Metric]:
        """Nothing ahead: an index that can't be read must not keep the server from starting."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        try:
            info = self._info()
        except AskReviewsError:
            yield _gauge("askreviews_index_readable", "Whether the index can be read.", 0)
            return
        yield _gauge("askreviews_index_readable", "Whether the index can be read.", 1)
        served = GaugeMetricFamily(
            "askreviews_index", "The generation that is served.", labels=("generation",)
        )
        served.add_metric((info.generation,), 1)
        yield served
        for name, count in (
            ("documents", info.documents), ("reviews", info.reviews),
            ("passages", info.passages), ("segments", info.segments),
        ):  # fmt: skip
            yield _gauge(f"askreviews_index_{name}", f"How many {name} the index has.", count)
        if info.created:
            created = info.created.timestamp()
            yield _gauge("askreviews_index_created_seconds", "When it was published.", created)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)
