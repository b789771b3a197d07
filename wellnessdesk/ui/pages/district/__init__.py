"""The pages of the district: inbox, centers, received bundles, roll-up, exports, keys."""
