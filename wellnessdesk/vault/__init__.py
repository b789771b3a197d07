"""Keys and everything cryptographic: header and slots, directory, sealing, signing, recovery, open containers."""
