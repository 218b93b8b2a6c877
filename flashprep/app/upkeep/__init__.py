"""Maintaining a collection: doctor, statistics, fitting, simulation."""
