"""One folder a feature; pages do not know each other."""
