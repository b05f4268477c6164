"""Submission + Calls → Outcomes, across a wall.

On our side stand `recording`, `tiers` and `zygote_client`; `inside/` is what runs on the student's side, `lockdown/`
the layers of the wall, and `values`, `frames` and `zygote_protocol` are the formats that both sides know.  This file
stays empty of imports: the student's side passes through it.
"""
