"""From the site as data to a plan of all its outputs, each with its inputs and its maker."""
