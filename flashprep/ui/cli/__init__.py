"""The command line: one module for each command, and the screens it draws."""
