"""python -m layerlint."""

from layerlint.cli import process

if __name__ == "__main__":
    process()
