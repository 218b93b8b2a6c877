"""Looking after a collection: doctor, statistics, fitting, simulation."""
