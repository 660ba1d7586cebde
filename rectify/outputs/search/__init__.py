"""Search without a server: data that the page loads and scans."""
