"""The page of what an administrator sets for the whole center."""
