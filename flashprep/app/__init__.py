"""Use cases: functions over a context, and every decision that the front ends share."""
