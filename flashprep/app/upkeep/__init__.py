"""Maintenance of a collection: doctor, statistics, fitting, simulation."""
