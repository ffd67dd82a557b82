mod buckets;
mod disk;
mod faults;
mod keys;
mod places;
mod support;
