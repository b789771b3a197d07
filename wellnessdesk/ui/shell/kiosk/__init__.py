"""The kiosk: a window that fills a screen, and out of which only a passphrase of the staff leads."""
