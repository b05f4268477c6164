"""A class on several machines: Dask schedules, retries and moves; here is what travels, and what is believed of it."""
