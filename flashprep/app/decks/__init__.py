"""From deck files to the catalog: parse, compare, validate, apply."""
