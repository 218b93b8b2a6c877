"""The use cases: functions that take a context. They make every decision that is common to all
front ends."""
