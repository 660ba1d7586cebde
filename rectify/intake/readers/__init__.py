"""Office files of any format → the same lines, with their places, marks and emphasis."""
