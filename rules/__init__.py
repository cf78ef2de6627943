"""The rules: one file a rule, with its page, its examples and its check."""
