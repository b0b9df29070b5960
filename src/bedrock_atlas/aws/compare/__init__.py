"""What AWS was seen to list, against what the catalog says."""
