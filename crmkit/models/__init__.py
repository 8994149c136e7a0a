"""What every fitted model is: a value with parameters, a fit report, intervals and draws."""
