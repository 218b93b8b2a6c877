"""The search language: parsing, fields, evaluation."""
