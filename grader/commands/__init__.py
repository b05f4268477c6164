"""A file a command: load, call, save, say.  Only here is anything printed."""
