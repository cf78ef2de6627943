"""python -m layerlint."""

import sys

from layerlint.cli import main

if __name__ == "__main__":
    sys.exit(main())
