"""The screens for review and practice: the terminal, the layout, and the key bindings."""
