"""Files that others made, read in a process of its own with bounds on time and memory.

A PDF or a workbook is a program for its reader: one of a few kilobytes can ask for gigabytes. So it is opened by a
child that the system stops, and the site only reads what the child says. `child` starts it and is what it runs; beside
it stand the readers. They know nothing of the registry or its database.
"""
