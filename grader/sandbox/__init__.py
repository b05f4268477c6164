"""Submission + Calls → Outcomes.

`wire` is the format, `zygote` and `worker` run on the untrusted side, `recording` on ours, `backends` lists the
isolation tiers.  This file stays empty of imports: the untrusted side passes through it.
"""
