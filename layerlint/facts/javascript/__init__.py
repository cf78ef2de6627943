"""What a JavaScript source asks for and offers, read from its tokens; nothing is run and no tree is built."""
