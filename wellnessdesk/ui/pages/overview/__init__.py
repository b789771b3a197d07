"""The coordinator's first page: flags, notes to review, who waits."""
