"""The report's three plots, drawn as SVG by hand: lines, points and words that stay text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from askreviews.evaluation.calibration import (
    Bin,
    expected_calibration_error,
    recall_by_words,
    risk_coverage_area,
)
from askreviews.evaluation.cases import WORD_BUDGET, Case

Point = tuple[float, float]

_WIDTH, _HEIGHT = 380, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 22, 14, 46


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot, what it shows in words, and its figures for those who can't see it."""

    title: str
    caption: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draw_plots(cases: Sequence[Case]) -> list[Plot]:
    """The plots that these cases have the figures for."""
    drawn = (_recall(cases), _reliability(cases), _risk(cases))
    return [plot for plot in drawn if plot is not None]


def _recall(cases: Sequence[Case]) -> Plot | None:
    points = [(float(words), recall) for words, recall in recall_by_words(cases)]
    if not points:
        return None
    frame = _Frame(500.0, "words read", "evidence seen", x_ticks=(0, 100, 200, 300, 400, 500))
    marks = [
        frame.rule(float(WORD_BUDGET)),
        frame.line([(0.0, 0.0), *points]),
        *(frame.dot(point) for point in points),
    ]
    return Plot(
        "Evidence against words read",
        "How much of the evidence has been seen after so many words of an answer. The sooner the "
        "line rises, the less there is to read; the dotted line is the 300 words that are shown.",
        frame.svg("Evidence recall by words read", marks),
        ("words", "evidence seen"),
        tuple((f"{words:.0f}", f"{recall:.1%}") for words, recall in points),
    )


def _reliability(cases: Sequence[Case]) -> Plot | None:
    bins = expected_calibration_error(cases).bins()
    if not bins:
        return None
    frame = _Frame(1.0, "confidence", "settled by the documents")
    most = max(each.count for each in bins)
    marks = [
        frame.line([(0.0, 0.0), (1.0, 1.0)], "even"),
        *(frame.dot((b.confidence, b.settled), 3 + 7 * (b.count / most) ** 0.5) for b in bins),
    ]
    return Plot(
        "Can its confidence be believed?",
        "Each dot is a group of questions, larger where there are more. On the dashed line the "
        "confidence is right on average; below it the program is too sure, above it too shy.",
        frame.svg("Reliability diagram", marks),
        ("questions", "mean confidence", "settled"),
        tuple(_bin_row(each) for each in bins),
    )


def _risk(cases: Sequence[Case]) -> Plot | None:
    curve = risk_coverage_area(cases).curve()
    if not curve:
        return None
    answered = [case for case in cases if case.answerable or case.unanswerable]
    shown = [case for case in answered if not case.refused]
    highest = max(risk for _, risk in curve)
    frame = _Frame(1.0, "share of questions answered", "risk", y_high=_ceiling(highest))
    marks = [frame.line([(0.0, curve[0][1]), *curve])]
    if shown:
        now = len(shown) / len(answered), sum(c.unanswerable for c in shown) / len(shown)
        marks.append(frame.here(now))
    return Plot(
        "What answering more would risk",
        "Were only the surest questions answered, how many of them the documents would not settle. "
        "Lower is better. The ring is where the program stands today.",
        frame.svg("Risk–coverage curve", marks),
        ("answered", "risk"),
        tuple((f"{coverage:.0%}", f"{risk:.1%}") for coverage, risk in curve),
    )


def _bin_row(each: Bin) -> tuple[str, ...]:
    return str(each.count), f"{each.confidence:.1%}", f"{each.settled:.1%}"


def _ceiling(value: float) -> float:
    return next(top for top in (0.25, 0.5, 0.75, 1.0) if value <= top)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Axes from zero, and where on the drawing a point lies; y is a share."""

    x_high: float
    x_label: str
    y_label: str
    x_ticks: tuple[float, ...] = (0, 0.25, 0.5, 0.75, 1)
    y_high: float = 1.0

    def place(self, point: Point) -> Point:
        """The point on the drawing."""
        x, y = point
        across, up = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        return _LEFT + across * x / self.x_high, _TOP + up * (1 - y / self.y_high)

    def line(self, points: Sequence[Point], kind: str = "curve") -> str:
        """A line through points."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.place, points))
        return f'<polyline class="{kind}" points="{places}"/>'

    def dot(self, point: Point, radius: float = 3) -> str:
        """A dot."""
        x, y = self.place(point)
        return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'

    def here(self, point: Point) -> str:
        """A ring, labelled "today"."""
        (x, y), left = self.place(point), point[0] > self.x_high / 2
        away, anchor = (-11, "end") if left else (11, "start")
        return (
            f'<circle class="here" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
            f'<text x="{x + away:.1f}" y="{y - 8:.1f}" text-anchor="{anchor}">today</text>'
        )

    def rule(self, x: float) -> str:
        """A dotted upright line."""
        return self.line([(x, 0.0), (x, self.y_high)], "rule")

    def svg(self, name: str, marks: Sequence[str]) -> str:
        """The whole drawing."""
        middle = (_LEFT + _WIDTH - _RIGHT) / 2, (_TOP + _HEIGHT - _BOTTOM) / 2
        return "".join(
            (
                f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(name)}">',
                *self._grid(),
                *marks,
                f'<text x="{middle[0]}" y="{_HEIGHT - 8}" text-anchor="middle">'
                f"{escape(self.x_label)}</text>",
                f'<text transform="translate(13 {middle[1]}) rotate(-90)" text-anchor="middle">'
                f"{escape(self.y_label)}</text>",
                "</svg>",
            )
        )

    def _grid(self) -> list[str]:
        drawn = []
        for step in (0, 0.25, 0.5, 0.75, 1):
            value = step * self.y_high
            _, y = self.place((0, value))
            drawn.append(
                f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
                f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{100 * value:.3g}%</text>'
            )
        for tick in self.x_ticks:
            x, _ = self.place((tick, 0))
            told = f"{tick:.0%}" if self.x_high == 1 else f"{tick:.0f}"
            drawn.append(
                f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 17}" text-anchor="middle">{told}</text>'
            )
        return drawn
