"""Renders cards, notes, and reports for the terminal, HTML, Markdown, and calendars."""
