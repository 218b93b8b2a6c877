"""Preparation for interviews: dates, plans, forecasts, readiness."""
