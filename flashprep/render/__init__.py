"""Cards made visible: Markdown and sequences as HTML that is safe wherever it is shown."""
