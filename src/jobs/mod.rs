//! What the program can do, one file each: the only place where fetch, read, store and insight meet.
