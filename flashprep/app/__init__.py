"""Use cases: functions over a context, and every decision that two front ends share."""
