""".NET: what the runtime's start script looks for, and what the handler names."""
