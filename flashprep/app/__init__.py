"""The use cases: functions that take a context. These functions make every decision that is
common to all front ends."""
