"""What every layer may use: paths, settings, clock, translation, formats, errors, progress and the log."""
