"""The weekly supervision: the agenda that builds itself."""
