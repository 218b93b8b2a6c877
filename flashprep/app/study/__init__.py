"""Studying: today's cards, sessions, reviews, flags, and suspensions."""
