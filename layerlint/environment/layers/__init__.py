"""What becomes of Python code when archives are put together."""
