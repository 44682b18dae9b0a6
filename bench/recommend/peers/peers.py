# The peers of the kernels: numpy and scipy (OpenBLAS), and implicit. One order in JSON on each line of the input, the seconds it took
# on each line of the output. Matrices come as files of raw numbers.
import json
import sys
import time

import implicit
import numpy as np
import scipy.linalg
import scipy.sparse as sparse
from implicit.cpu._als import least_squares_cg

TYPES = {32: np.float32, 64: np.float64}


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def inverse(order):
    n = order["size"]
    random = np.random.default_rng(1)
    matrix = random.random((n, n), dtype=TYPES[order["bits"]])
    matrix = (matrix + matrix.T) / 2
    matrix[np.diag_indices(n)] = n / 3
    if order["how"] == "inv":
        return timed(lambda: np.linalg.inv(matrix))
    factor, invert = scipy.linalg.get_lapack_funcs(("potrf", "potri"), (matrix,))
    matrix = np.asfortranarray(matrix)
    return timed(lambda: invert(factor(matrix, lower=True)[0], lower=True))


def pairs(order):
    start = np.fromfile(order["start"], np.uint32).astype(np.int32)
    column = np.fromfile(order["column"], np.uint32).astype(np.int32)
    shape = (len(start) - 1, order["items"])
    return sparse.csr_matrix((np.ones(len(column), np.float32), column, start), shape=shape)


def ease(order):
    """Steck 2019, as its author wrote it down in numpy: a whole training."""
    x = pairs(order)

    def train():
        gram = (x.T @ x).toarray().astype(TYPES[order["bits"]])
        gram[np.diag_indices(gram.shape[0])] += 300
        if order["how"] == "inv":
            p = np.linalg.inv(gram)
        else:
            factor, invert = scipy.linalg.get_lapack_funcs(("potrf", "potri"), (gram,))
            p = invert(factor(gram, lower=True)[0], lower=True)[0]
            p = np.tril(p) + np.tril(p, -1).T
        b = p / -np.diag(p)
        b[np.diag_indices(b.shape[0])] = 0

    return timed(train)


def als(order):
    users = pairs(order)
    items = users.T.tocsr()
    random = np.random.default_rng(1)
    x = random.random((users.shape[0], order["size"]), dtype=np.float32) * 0.1 - 0.05
    y = random.random((users.shape[1], order["size"]), dtype=np.float32) * 0.1 - 0.05

    def iterate():
        least_squares_cg(users, x, y, 0.01, num_threads=1, cg_steps=3)
        least_squares_cg(items, y, x, 0.01, num_threads=1, cg_steps=3)

    iterate()
    return timed(iterate)


WORK = {"inverse": inverse, "ease": ease, "als": als}
print(json.dumps({"numpy": np.__version__, "implicit": implicit.__version__}), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    print(json.dumps(WORK[order["work"]](order)), flush=True)
