"""Preparing for interviews: dates, plans, forecasts, readiness."""
