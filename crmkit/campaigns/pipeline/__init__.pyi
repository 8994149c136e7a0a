from . import leaks, pipeline_forecast, stages

__all__ = ["leaks", "pipeline_forecast", "stages"]
