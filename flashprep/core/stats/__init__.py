"""Statistics of study: retention, calibration, forecast, and weak notes."""
