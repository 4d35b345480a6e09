"""The documents that are made, one module each: what a template may say of an office."""
