"""Answers of several parts, and answers that are typed."""
