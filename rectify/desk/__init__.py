"""The desk: forms over a project's files for people who edit no YAML."""
