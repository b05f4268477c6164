"""Transcript → Diagnoses: which mistake explains a submission's wrong answers."""
