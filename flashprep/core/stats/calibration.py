"""Calibration: compares predicted with actual recall."""

from dataclasses import dataclass
from math import log, sqrt

from flashprep.core.stats.summary import Calibration, CalibrationBin

_BINS = 20


@dataclass(slots=True)
class Sums:
    """Sums over reviews: the number of reviews, the number of recalled reviews, and the sum of
    the predicted recall."""

    answers: int = 0
    recalled: int = 0
    predicted: float = 0.0

    def add(self, predicted: float, *, recalled: bool) -> None:
        """Adds one review."""
        self.answers += 1
        self.recalled += recalled
        self.predicted += predicted


class Calibrating:
    """Collects predictions and actual results one by one, and keeps only sums."""

    def __init__(self) -> None:
        self._bins = [Sums() for _ in range(_BINS)]
        self._losses = 0.0

    def add(self, predicted: float, *, recalled: bool) -> None:
        """Adds one review, with its predicted recall (above 0 and below 1)."""
        number = min(int(predicted * _BINS), _BINS - 1)
        self._bins[number].add(predicted, recalled=recalled)
        self._losses -= log(predicted if recalled else 1 - predicted)

    def calibration(self) -> Calibration | None:
        """Returns the calibration of all added reviews; None if no review was added."""
        answers = sum(each.answers for each in self._bins)
        if not answers:
            return None
        bins = tuple(
            CalibrationBin(
                low=number / _BINS,
                high=(number + 1) / _BINS,
                answers=each.answers,
                predicted=each.predicted / each.answers,
                recalled=each.recalled / each.answers,
            )
            for number, each in enumerate(self._bins)
            if each.answers
        )
        squares = sum(each.answers * (each.predicted - each.recalled) ** 2 for each in bins)
        return Calibration(
            answers=answers,
            predicted=sum(each.predicted for each in self._bins) / answers,
            recalled=sum(each.recalled for each in self._bins) / answers,
            log_loss=self._losses / answers,
            rmse=sqrt(squares / answers),
            bins=bins,
        )
