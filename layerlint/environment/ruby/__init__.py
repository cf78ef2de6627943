"""Ruby: the gems that RubyGems sees, what each of them lacks, and what `require` finds."""
