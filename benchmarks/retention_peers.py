"""What lifelines, scikit-survival and scikit-uplift do with the data of benchmarks.retention.

They ask for an older pandas, so they run in an environment of their own:

    python3.11 -m venv ENVIRONMENT
    ENVIRONMENT/bin/pip install lifelines scikit-survival scikit-uplift

This file is started there with a task and a file of data. It says "ready" when the data are loaded
and its packages imported, does the task once for each line that comes, and answers with its seconds
and some figures.
"""

import json
import sys
import time

import numpy as np
import pandas as pd

AT = (6.0, 12.0, 24.0, 48.0)


def lifelines_curve(data):
    from lifelines import KaplanMeierFitter

    fitted = KaplanMeierFitter().fit(data["months"], data["left"])
    return fitted.predict(list(AT)).tolist()


def sksurv_curve(data):
    from sksurv.nonparametric import kaplan_meier_estimator

    times, survival, _ = kaplan_meier_estimator(
        data["left"].astype(bool), data["months"], conf_type="log-log"
    )
    return [float(survival[times <= at][-1]) for at in AT]


def lifelines_cox(data):
    from lifelines import CoxPHFitter

    table = pd.DataFrame(data["traits"]).assign(months=data["months"], left=data["left"])
    return CoxPHFitter().fit(table, "months", "left").params_.tolist()


def sksurv_cox(data):
    from sksurv.linear_model import CoxPHSurvivalAnalysis
    from sksurv.util import Surv

    seen = Surv.from_arrays(data["left"].astype(bool), data["months"])
    return CoxPHSurvivalAnalysis(ties="efron").fit(data["traits"], seen).coef_.tolist()


def sklift_qini(data):
    from sklift.metrics import qini_curve

    shown, gained = qini_curve(data["bought"], data["score"], data["mailed"])
    return np.interp(len(data["bought"]) * np.array([0.1, 0.3, 0.5, 1.0]), shown, gained).tolist()


def sklift_two_models(data):
    from sklearn.linear_model import LogisticRegression
    from sklift.models import TwoModels

    learner = {"C": np.inf, "max_iter": 500}
    pair = TwoModels(LogisticRegression(**learner), LogisticRegression(**learner), method="vanilla")
    pair.fit(data["traits"], data["bought"], data["mailed"])
    return np.asarray(pair.predict(data["traits"]))[:4].tolist()


TASKS = {
    "curve": {"lifelines": lifelines_curve, "scikit-survival": sksurv_curve},
    "cox": {"lifelines": lifelines_cox, "scikit-survival": sksurv_cox},
    "qini": {"scikit-uplift": sklift_qini},
    "two models": {"scikit-uplift": sklift_two_models},
}

if __name__ == "__main__":
    task, peer, path = sys.argv[1:]
    # Ours, written a moment ago by the process that started this one.
    loaded = dict(np.load(path, allow_pickle=False))
    # What is imported on the first call shall not count.
    TASKS[task][peer]({name: column[:1000] for name, column in loaded.items()})
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        figures = TASKS[task][peer](loaded)
        answer = {"seconds": time.perf_counter() - start, "figures": figures}
        print(json.dumps(answer), flush=True)
