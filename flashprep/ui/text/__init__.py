"""Texts that both the commands and the terminal screens use."""
