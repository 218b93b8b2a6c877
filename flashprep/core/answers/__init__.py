"""Answers with several parts, and typed answers."""
