"""The page that brings in a school's roster."""
