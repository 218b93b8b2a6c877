"""Calibration: the recall that was predicted, beside the recall that came."""

from math import log, sqrt

from flashprep.core.stats.summary import Calibration, CalibrationBin

_BINS = 20


class Calibrating:
    """Predictions are added one by one; only sums are kept."""

    def __init__(self) -> None:
        self._answers = [0] * _BINS
        self._recalled = [0] * _BINS
        self._predicted = [0.0] * _BINS
        self._losses = 0.0

    def add(self, predicted: float, *, recalled: bool) -> None:
        """Add one answer, for which recall was predicted as above 0 and below 1."""
        number = min(int(predicted * _BINS), _BINS - 1)
        self._answers[number] += 1
        self._recalled[number] += recalled
        self._predicted[number] += predicted
        self._losses -= log(predicted if recalled else 1 - predicted)

    def calibration(self) -> Calibration | None:
        """What was added; None where that is nothing."""
        answers = sum(self._answers)
        if not answers:
            return None
        bins = tuple(
            CalibrationBin(
                low=number / _BINS,
                high=(number + 1) / _BINS,
                answers=each,
                predicted=self._predicted[number] / each,
                recalled=self._recalled[number] / each,
            )
            for number, each in enumerate(self._answers)
            if each
        )
        squares = sum(each.answers * (each.predicted - each.recalled) ** 2 for each in bins)
        return Calibration(
            answers=answers,
            predicted=sum(self._predicted) / answers,
            recalled=sum(self._recalled) / answers,
            log_loss=self._losses / answers,
            rmse=sqrt(squares / answers),
            bins=bins,
        )
