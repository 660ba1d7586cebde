"""A bureau's own project, and the program that builds it: how both are made, packed, changed and moved."""
