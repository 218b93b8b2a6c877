"""Front ends: options, keys and words; they decide nothing."""
