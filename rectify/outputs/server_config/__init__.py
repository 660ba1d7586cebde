"""Configuration for web servers: one module for each kind of server, all from the same facts."""
