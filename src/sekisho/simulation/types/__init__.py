"""Values of the room: the plan of a run, the labels, and the tables a made-up world consists of."""
