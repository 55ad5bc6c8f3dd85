"""`python -m zgtool`: hands over to the command line and nothing else."""

import sys

from zgtool.cli import main

if __name__ == "__main__":
    sys.exit(main())
