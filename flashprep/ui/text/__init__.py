"""Texts that the commands and the terminal screens share."""
