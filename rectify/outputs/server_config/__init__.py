"""What web servers are told: one module for each kind of server, all from the same facts."""
