//! Our own binary run again, so that work that never ends can be killed.
