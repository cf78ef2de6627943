"""layerlint predicts, from the archives alone, whether AWS Lambda layers will load."""

__version__ = "0.1.0"
