"""The page "Resources": the directory of who can help."""
