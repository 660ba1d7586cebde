"""Making and reusing: an output is made from its inputs, and what did not change is not made again."""
