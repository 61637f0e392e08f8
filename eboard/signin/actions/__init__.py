"""What changes attempts, second factors, devices and recoveries."""
