"""What runs on the student's side of the wall: nothing here knows an answer, and nothing it says is believed."""
