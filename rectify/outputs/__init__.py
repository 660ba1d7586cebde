"""One kind of output file each: frozen inputs become bytes."""
