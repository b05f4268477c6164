"""The explore page: a student's own optimizers on landscapes whose shape, rate and start are moved by sliders.

A `Preset` of an assignment and the numbers of a `Setting` make `Walk`s; student code is recorded on them like a
hand-in, and a `Scene` is a pure function of what came back.  A preset more is a table in an assignment's
`presets.toml`; a number more that can be moved is a row in `knobs.KNOBS`.
"""
