"""Pages of outcomes: preparing, writing down, signing, reading."""
