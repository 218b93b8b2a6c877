"""Front ends: the command line and the terminal screens. They read options and keys, and print
texts. All decisions are made in `flashprep.app` and `flashprep.core`."""
