"""Rules whose findings a test can choose by the names of files."""
