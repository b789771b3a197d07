"""Building blocks of windows that know no feature."""
