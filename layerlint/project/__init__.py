"""Project files read into records: what they declare, and where. Nothing they point to is opened here."""
