"""The notes that deck files describe: their parts, ids, references, and cards."""
