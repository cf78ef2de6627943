"""Ruby's formats: gem specifications as RubyGems writes them, versions, and what a source asks for."""
