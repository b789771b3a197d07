"""The page of figures: charts with their tables."""
