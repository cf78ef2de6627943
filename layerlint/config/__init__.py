"""The user's choices: [tool.layerlint] in pyproject.toml or layerlint.toml, and which rules they select."""
