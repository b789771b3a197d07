"""The frame around the pages: sign-in, navigation, lock."""
