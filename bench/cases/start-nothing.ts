// What every Node process takes, for comparison.
