"""Hands over to the command line, which opens the window when no verb is named."""

import sys

from wellnessdesk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
