"""An `autograder.py` for Classroom 50: grades the checkout by the students' pack that lies beside this file.

Put it with the contents of the pack (`grader release ASSIGNMENT --out pack`) into
CLASSROOM/autograders/ASSIGNMENT/ of your classroom50 repository.  What lies there can be read by everybody, so it
holds public criteria alone.
"""

import subprocess
import sys
from pathlib import Path

ASSIGNMENT = "momentum_step"  # its id in the pack

HERE = Path(__file__).parent.resolve()

INSTALL = [sys.executable, "-m", "pip", "install", "--quiet", "--user"]

# pyseccomp locks the student's code in: it could else write the result itself.
subprocess.run([*INSTALL, "-r", str(HERE / "requirements.txt"), "pyseccomp"], check=True)
# Writes ./result.json, and ends with 0 whether or not a criterion was lost: else the autograder itself failed.
OPTIONS = ["--course", str(HERE), "--isolation", "standard"]
subprocess.run([sys.executable, "-P", "-m", "grader", "ci", ASSIGNMENT, *OPTIONS], check=True)
