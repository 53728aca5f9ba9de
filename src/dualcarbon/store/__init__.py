"""Where tables and runs rest: folders of Parquet, CSV and JSON, complete or not there at all."""
