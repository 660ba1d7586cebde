"""One kind of output file in each module: from frozen inputs to bytes."""
