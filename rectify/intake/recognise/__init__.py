"""Lines → the round and its issues, every value with the words that it was read from."""
