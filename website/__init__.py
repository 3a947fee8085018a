"""What the public meets: pages, timelines, files to take away."""
