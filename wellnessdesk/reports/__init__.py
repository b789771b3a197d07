"""Records in, PDF out."""
