"""The page of bundles for the district."""
