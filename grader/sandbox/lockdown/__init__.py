"""The layers of the wall around a worker, a module each."""
