"""Use cases: functions that take a context. They make every decision that front ends share."""
