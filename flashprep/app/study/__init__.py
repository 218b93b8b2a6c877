"""Studying: which cards come today, sessions, answers, marks."""
